import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { collect, failureOf, joined, only, toRequest } from '../testing/backend-subject.ts'
import { AISDKBackend, type AISDKModel } from './ai-sdk.ts'

type Edition = AISDKModel['specificationVersion']
type Call = Readonly<Record<string, unknown>>
type Part = Readonly<Record<string, unknown>> & { readonly type: string }

const editions: readonly Edition[] = ['v2', 'v3', 'v4']
const usages = {
  flat: { inputTokens: 11, outputTokens: 5, totalTokens: 16, reasoningTokens: 2, cachedInputTokens: 3 },
  nested: { inputTokens: { total: 11, cacheRead: 3 }, outputTokens: { total: 5, reasoning: 2 } },
}

function finishOf(edition: Edition, reason = 'stop', raw: string | undefined = reason): Part {
  const isOld = edition === 'v2'
  const finishReason = isOld ? reason : { unified: reason, raw }
  return { type: 'finish', finishReason, usage: isOld ? usages.flat : usages.nested }
}

/** A model that says these parts, and notes how it was called. */
function modelOf(
  edition: Edition,
  parts: readonly Part[],
  { provider = 'acme.chat', fail }: { readonly provider?: string; readonly fail?: unknown } = {},
): { readonly model: AISDKModel; readonly calls: Call[] } {
  const calls: Call[] = []
  const model: AISDKModel = {
    specificationVersion: edition,
    provider,
    modelId: 'acme-1',
    async doGenerate(options: Call) {
      calls.push(options)
      if (fail !== undefined) throw fail
      const last = parts.at(-1)
      return { ...last, content: parts.slice(0, -1), warnings: [] }
    },
    async doStream(options: Call) {
      calls.push(options)
      if (fail !== undefined) throw fail
      return { stream: ReadableStream.from(parts) }
    },
  }
  return { model, calls }
}

const signed = { acme: { signature: 'c2lnbmVk' } }
const answer: readonly Part[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'response-metadata', id: 'r-1', modelId: 'acme-1-0' },
  { type: 'reasoning-start', id: '0' },
  { type: 'reasoning-delta', id: '0', delta: 'Hm, ' },
  { type: 'reasoning-delta', id: '0', delta: 'hm.' },
  { type: 'reasoning-end', id: '0', providerMetadata: signed },
  { type: 'text-start', id: '1' },
  { type: 'text-delta', id: '1', delta: 'Hel' },
  { type: 'text-delta', id: '1', delta: 'lo.' },
  { type: 'text-end', id: '1' },
  { type: 'tool-input-start', id: 'c', toolName: 'getWeather' },
  { type: 'tool-input-delta', id: 'c', delta: '{"city":' },
  { type: 'tool-input-delta', id: 'c', delta: '"Paris"}' },
  { type: 'tool-input-end', id: 'c' },
  {
    type: 'tool-call',
    toolCallId: 'c',
    toolName: 'getWeather',
    input: '{"city":"Paris"}',
    providerMetadata: signed,
  },
]

describe.each(editions)('a model of edition %s', (edition) => {
  it('tells its answer, its usage and its end', async () => {
    const { model } = modelOf(edition, [...answer, finishOf(edition, 'tool-calls')])
    const events = await collect(new AISDKBackend({ model }).generate(toRequest()))
    expect(events[0]).toMatchObject({ type: 'start', id: 'r-1', modelId: 'acme-1-0' })
    expect([joined(events, 'thinking'), joined(events)]).toEqual(['Hm, hm.', 'Hello.'])
    expect(
      only(events, 'tool-input')
        .map(({ delta }) => delta)
        .join(''),
    ).toBe('{"city":"Paris"}')
    expect(only(events, 'finish')[0]).toMatchObject({
      reason: 'tool-calls',
      usage: { inputTokens: 11, outputTokens: 5, cachedInputTokens: 3, thinkingTokens: 2 },
    })
  })

  it('gets back unchanged what it signed', async () => {
    const { model, calls } = modelOf(edition, [...answer, finishOf(edition, 'tool-calls')])
    const backend = new AISDKBackend({ model })
    const parts = only(await collect(backend.generate(toRequest())), 'part').map(({ value }) => value)
    const result = {
      type: 'tool-result',
      id: 'c',
      name: 'getWeather',
      parts: [{ type: 'text', text: '21' }],
    } as const
    const messages = [
      { role: 'assistant', parts },
      { role: 'tool', parts: [result] },
    ] as const
    await collect(backend.generate(toRequest({ messages })))
    expect(calls[1]?.['prompt']).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm, hm.', providerOptions: signed },
          { type: 'text', text: 'Hello.' },
          {
            type: 'tool-call',
            toolCallId: 'c',
            toolName: 'getWeather',
            input: { city: 'Paris' },
            providerOptions: signed,
          },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 'getWeather',
            output: { type: 'text', value: '21' },
          },
        ],
      },
    ])
  })

  it('is told every option that it has, and what it has not is a warning', async () => {
    const { model, calls } = modelOf(edition, [{ type: 'text', text: 'Hi.' }, finishOf(edition)])
    const options = {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      maxNewTokens: 9,
      stopSequences: ['x'],
      thinking: 'low',
      contextWindow: 4096,
      providerOptions: { acme: { store: false } },
      extraBody: { mellea_test: [1] },
    }
    const schema = { type: 'object', properties: {} }
    const request = toRequest({ options, schema, transport: 'unary', headers: { 'x-trace': 'abc' } })
    const events = await collect(new AISDKBackend({ model }).generate(request))
    expect(calls[0]).toMatchObject({
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      maxOutputTokens: 9,
      stopSequences: ['x'],
      responseFormat: { type: 'json', schema },
      headers: { 'x-trace': 'abc' },
      providerOptions: { acme: { store: false, mellea_test: [1] } },
    })
    const isTold = edition === 'v4'
    expect(calls[0]?.['reasoning']).toBe(isTold ? 'low' : undefined)
    const warned = only(events, 'start')[0]?.warnings.map(({ option }) => option)
    expect(warned).toEqual(isTold ? ['contextWindow'] : ['contextWindow', 'thinking'])
    expect(only(events, 'start')[0]?.receipt.schema).toBe('requested')
  })

  it('gives pictures in the way of its edition, and tools of the provider', async () => {
    const { model, calls } = modelOf(edition, [{ type: 'text', text: 'Hi.' }, finishOf(edition)])
    const data = new Uint8Array([1, 2, 3])
    const messages = [{ role: 'user', parts: [{ type: 'file', mediaType: 'image/png', data }] }] as const
    const tools = [{ type: 'server', id: 'acme.search', name: 'search', config: { most: 3 } }] as const
    await collect(
      new AISDKBackend({ model }).generate(toRequest({ messages, tools, toolChoice: { name: 'search' } })),
    )
    expect(calls[0]).toMatchObject({
      prompt: [{ content: [{ type: 'file', data: edition === 'v4' ? { type: 'data', data } : data }] }],
      tools: [
        { type: edition === 'v2' ? 'provider-defined' : 'provider', id: 'acme.search', args: { most: 3 } },
      ],
      toolChoice: { type: 'tool', toolName: 'search' },
    })
  })

  it('may cut what it says anywhere, and mix its parts', async () => {
    const text = 'Grüße, 世界 👩‍👩‍👧!'
    const cuts = fc.array(fc.nat(text.length), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (a, b) => {
        const said = (type: string, at: readonly number[]): Part[] =>
          [0, ...at.toSorted((x, y) => x - y), text.length]
            .slice(1)
            .map((end, index, ends) => ({ type, id: type, delta: text.slice(ends[index - 1] ?? 0, end) }))
        const [texts, thoughts] = [said('text-delta', a), said('reasoning-delta', b)]
        const mixed = Array.from({ length: 10 }, (_, index) => [texts[index], thoughts[index]])
          .flat()
          .filter((part) => part !== undefined)
        const { model } = modelOf(edition, [...mixed, { type: 'a-part-of-tomorrow' }, finishOf(edition)])
        const events = await collect(new AISDKBackend({ model }).generate(toRequest()))
        expect([joined(events), joined(events, 'thinking')]).toEqual([text, text])
      }),
      { numRuns: 40 },
    )
  })

  it('that breaks off, says nothing, or fails is an error with what was said', async () => {
    const said = { type: 'text-delta', id: '0', delta: 'Hel' }
    const run = (parts: readonly Part[]): ReturnType<typeof failureOf> =>
      failureOf(new AISDKBackend({ model: modelOf(edition, parts).model }).generate(toRequest()))
    expect((await run([said])).error).toMatchObject({ code: 'malformed-reply', text: 'Hel', retryable: true })
    const nothing = edition === 'v2' ? finishOf(edition, 'unknown') : finishOf(edition, 'other', '')
    const untold = edition === 'v2' ? nothing : { ...nothing, finishReason: { unified: 'other' } }
    expect((await run([untold])).error.code).toBe('malformed-reply')
    const { error } = await run([said, { type: 'error', error: { message: 'It crashed.' } }])
    expect(error.message).toMatch(/It crashed/)
    expect(error.text).toBe('Hel')
  })

  it('ends quietly when it is aborted, though it does not listen', async () => {
    const caller = new AbortController()
    const { model } = modelOf(edition, [])
    const deaf: AISDKModel = { ...model, doStream: () => new Promise(() => {}) }
    const pending = collect(new AISDKBackend({ model: deaf }).generate(toRequest({ signal: caller.signal })))
    caller.abort()
    expect((await pending).at(-1)).toMatchObject({ type: 'finish', reason: 'aborted' })
  })
})

it('knows the errors of the provider packages by their shape', async () => {
  const fail = Object.assign(new Error('Slow down.'), {
    name: 'AI_APICallError',
    url: 'https://acme.test/v1?key=secret-key-of-mine',
    statusCode: 429,
    isRetryable: true,
    responseHeaders: { 'retry-after': '2' },
    responseBody: '{"error":{"message":"Slow down."}}',
  })
  const { model } = modelOf('v3', [], { fail })
  const { error } = await failureOf(new AISDKBackend({ model }).generate(toRequest()))
  expect(error).toMatchObject({ code: 'rate-limited', retryable: true, retryAfterMs: 2000, provider: 'acme' })
  expect(error.url).not.toContain('secret-key-of-mine')
  const noKey = Object.assign(new Error('Acme API key is missing.'), { name: 'AI_LoadAPIKeyError' })
  const other = new AISDKBackend({ model: modelOf('v2', [], { fail: noKey }).model })
  expect((await failureOf(other.generate(toRequest()))).error.code).toBe('unauthorized')
})

it('shows nothing that looks like a key in the refusal of one', async () => {
  const key = 'sk-live-4f9A7c2E8b1D6a3F'
  const fail = Object.assign(new Error(`Incorrect API key: ${key}`), {
    name: 'AI_APICallError',
    statusCode: 401,
    responseBody: JSON.stringify({ error: { message: `Incorrect API key: ${key}` } }),
  })
  const { error } = await failureOf(
    new AISDKBackend({ model: modelOf('v4', [], { fail }).model }).generate(toRequest()),
  )
  expect(error.code).toBe('unauthorized')
  expect(`${error.message} ${JSON.stringify(error.raw)}`).not.toContain(key)
})

it('spells thinking as older editions of a provider do', async () => {
  const asked = async (provider: string, thinking: unknown): Promise<unknown> => {
    const { model, calls } = modelOf('v3', [{ type: 'text', text: 'Hi.' }, finishOf('v3')], { provider })
    await collect(new AISDKBackend({ model }).generate(toRequest({ options: { thinking } })))
    return calls[0]?.['providerOptions']
  }
  expect(await asked('openai.responses', 'high')).toEqual({ openai: { reasoningEffort: 'high' } })
  expect(await asked('anthropic.messages', { maxTokens: 2000 })).toEqual({
    anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } },
  })
  expect(await asked('google.vertex.chat', false)).toEqual({
    google: { thinkingConfig: { thinkingBudget: 0, includeThoughts: false } },
  })
})

it('refuses what is no model', () => {
  const { model } = modelOf('v3', [])
  expect(() => new AISDKBackend({ model: 'openai/gpt-5' as never })).toThrow(/must be a language model/)
  expect(() => new AISDKBackend({ model: { ...model, specificationVersion: 'v9' as never } })).toThrow(/"v9"/)
})

it('answers a session', async () => {
  const { model } = modelOf('v4', [...answer.slice(0, 10), finishOf('v4')])
  await using m = new MelleaSession({ backend: new AISDKBackend({ model }) })
  expect((await m.instruct('Say hello.')).value).toBe('Hello.')
  expect((await m.chat('Hi.', { modelOptions: { maxOutputTokens: 5 } })).thinking).toBe('Hm, hm.')
})
