import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChatContext } from '../context/chat-context.ts'
import type { BackendEvent, GenerateRequest } from '../core/backend.ts'
import { textMessage, type WireMessage } from '../core/message.ts'
import type { Fetch } from '../http/transport.ts'
import { DraftLog } from '../sampling/draft-log.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, failureOf, joined, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import type { FakeReply } from '../testing/fake-reply.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { OpenAIBackend } from './openai.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), 'utf8')

/** Does with a server, and with a backend that takes it for OpenAI's own. */
async function withServer(use: (server: FakeServer, openai: OpenAIBackend) => Promise<void>): Promise<void> {
  const server = await startFakeOpenAI()
  const official: Fetch = (input, init) =>
    fetch(toAddress(input).replace('https://api.openai.com', server.url), init)
  const openai = {
    modelId: 'gpt-5.1',
    api: 'responses',
    apiKey: 'sk-test',
    env: {},
    fetch: official,
  } as const
  try {
    await use(server, new OpenAIBackend(openai))
  } finally {
    await server.close()
  }
}

function toAddress(input: Parameters<Fetch>[0]): string {
  return input instanceof Request ? input.url : input.toString()
}

async function eventsOf(reply: FakeReply, parts: Partial<GenerateRequest> = {}): Promise<BackendEvent[]> {
  let events: BackendEvent[] = []
  await withServer(async (server, openai) => {
    server.reply(reply)
    events = await collect(openai.generate(toRequest(parts)))
  })
  return events
}

/** The message of these events, as a conversation keeps it. */
function messageOf(events: readonly BackendEvent[]): WireMessage {
  const log = new DraftLog('', [])
  for (const event of events) log.add(event)
  return log.message
}

describe('the contract of backends, over the Responses API', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOpenAI()
      const baseURL = `${server.url}/v1`
      return { server, backend: new OpenAIBackend({ modelId: 'tiny', api: 'responses', baseURL, env: {} }) }
    },
    unsupported: { candidates: 2 },
    schemaReceipt: 'requested',
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('replies as OpenAI documents them', () => {
  it('reads thoughts, text, a call and counts, whatever the cuts', async () => {
    const whole = await eventsOf({ body: fixture('openai-responses.sse') })
    expect(whole[0]).toMatchObject({
      type: 'start',
      id: 'resp_0a1b2c3d4e5f',
      modelId: 'gpt-5.1-2025-11-13',
    })
    expect(joined(whole, 'thinking')).toBe('**Weather**\nParis, then.\n\nA tool is needed.')
    expect(joined(whole)).toBe('I look it up, 世界. ')
    expect(only(whole, 'tool-input').map(({ id, name, delta }) => [id, name, delta])).toEqual([
      ['call_AAA', 'get_weather', '{"city":'],
      ['call_AAA', 'get_weather', '"Paris"}'],
    ])
    expect(whole.at(-1)).toMatchObject({
      reason: 'tool-calls',
      usage: { inputTokens: 81, outputTokens: 45, cachedInputTokens: 64, thinkingTokens: 23 },
    })
    await withServer((server, openai) =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (pieceSize) => {
          server.reply({ body: fixture('openai-responses.sse'), pieceSize })
          expect(await collect(openai.generate(toRequest()))).toEqual(whole)
        }),
        { numRuns: 12 },
      ),
    )
  })

  it('says the same when only the last event has it', async () => {
    const events = fixture('openai-responses.sse').split('\n\n')
    const body = [events[0], events.at(-2), ''].join('\n\n')
    const [streamed, late] = [
      await eventsOf({ body: fixture('openai-responses.sse') }),
      await eventsOf({ body }),
    ]
    expect(joined(late)).toBe(joined(streamed))
    expect(joined(late, 'thinking')).toBe(joined(streamed, 'thinking'))
    expect(only(late, 'part')).toEqual(only(streamed, 'part'))
  })

  it('tells a refusal, and takes it as text', async () => {
    const events = await eventsOf({ body: fixture('openai-responses-refusal.sse') })
    expect(joined(events)).toBe('I cannot help with that.')
    expect(events.at(-1)).toMatchObject({ reason: 'refusal' })
  })

  it('reads a whole response: open thoughts, logprobs, an item it does not know, a limit', async () => {
    const headers = { 'content-type': 'application/json' }
    const events = await eventsOf({ body: fixture('openai-responses.json'), headers })
    expect(joined(events, 'thinking')).toBe('Two and two.')
    expect(only(events, 'logprobs')[0]?.tokens).toEqual([
      {
        token: '4',
        logprob: -0.25,
        top: [
          { token: '4', logprob: -0.25 },
          { token: '5', logprob: -1.5 },
        ],
      },
    ])
    expect(only(events, 'part').map(({ value }) => value)).toMatchObject([
      { type: 'thinking' },
      { type: 'other', kind: 'openai.web_search_call', value: { id: 'ws_1' } },
      { type: 'text', text: '4' },
    ])
    expect(events.at(-1)).toMatchObject({ reason: 'length' })
  })

  it('tells a response that failed in the middle, and keeps its text', async () => {
    await withServer(async (server, openai) => {
      server.reply({ body: fixture('openai-responses-failed.sse') })
      const { error } = await failureOf(openai.generate(toRequest()))
      expect(error).toMatchObject({ code: 'overloaded', retryable: true, text: 'Half a ' })
      expect(error.message).toContain('failed to generate')
    })
  })

  it.each([
    ['rate_limit_exceeded', 'rate-limited', true],
    ['server_error', 'overloaded', true],
    ['invalid_prompt', 'bad-request', false],
    ['image_content_policy_violation', 'content-filtered', false],
    ['bio_policy', 'content-filtered', false],
    ['invalid_image_url', 'bad-request', false],
    ['context_length_exceeded', 'context-overflow', false],
  ])('tells %s in a stream for what it is', async (errorCode, code, retryable) => {
    await withServer(async (server, openai) => {
      server.reply({ text: 'Hello', errorAfterFrames: 1, error: 'No.', errorCode })
      const { error } = await failureOf(openai.generate(toRequest()))
      expect(error).toMatchObject({ code, retryable })
    })
  })

  it('takes no stream for whole that lacks its last event', async () => {
    const body = `${fixture('openai-responses.sse').split('\n\n').slice(0, 18).join('\n\n')}\n\ndata: [DONE]\n\n`
    await withServer(async (server, openai) => {
      server.reply({ body })
      const { error } = await failureOf(openai.generate(toRequest()))
      expect(error).toMatchObject({ code: 'malformed-reply', text: 'I look it up, 世界. ' })
    })
  })
})

describe('what goes back in the next turn', () => {
  it('gives OpenAI its items back as they were, in their order', async () => {
    await withServer(async (server, openai) => {
      server.reply({ body: fixture('openai-responses.sse') })
      const turn = messageOf(await collect(openai.generate(toRequest())))
      expect(turn.parts.map(({ type }) => type)).toEqual(['thinking', 'thinking', 'text', 'tool-call'])
      // as it comes out of a saved conversation
      const saved = JSON.parse(JSON.stringify(turn)) as WireMessage
      await collect(openai.generate(toRequest({ messages: [textMessage('user', 'Weather?'), saved] })))
      expect(server.requests.at(-1)?.body['input']).toEqual([
        { role: 'user', content: 'Weather?' },
        {
          id: 'rs_0a1b01',
          type: 'reasoning',
          encrypted_content: 'gAAAAABpThought1==',
          summary: [
            { type: 'summary_text', text: '**Weather**\nParis, then.' },
            { type: 'summary_text', text: 'A tool is needed.' },
          ],
        },
        {
          id: 'msg_0a1b02',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          phase: 'commentary',
          content: [{ type: 'output_text', text: 'I look it up, 世界. ', annotations: [], logprobs: [] }],
        },
        { id: 'rs_0a1b03', type: 'reasoning', encrypted_content: 'gAAAAABpThought2==', summary: [] },
        {
          id: 'fc_0a1b04',
          type: 'function_call',
          call_id: 'call_AAA',
          name: 'get_weather',
          arguments: '{"city":"Paris"}',
        },
      ])
    })
  })

  it('gives another server what was said, and no thoughts that it cannot read', async () => {
    const turn = messageOf(await eventsOf({ body: fixture('openai-responses.sse') }))
    const other = await startFakeOpenAI()
    const backend = new OpenAIBackend({
      modelId: 'tiny',
      api: 'responses',
      baseURL: `${other.url}/v1`,
      env: {},
    })
    await collect(backend.generate(toRequest({ messages: [turn] })))
    expect(other.requests[0]?.body['input']).toEqual([
      { role: 'assistant', content: 'I look it up, 世界. ' },
      { type: 'function_call', call_id: 'call_AAA', name: 'get_weather', arguments: '{"city":"Paris"}' },
    ])
    await other.close()
  })

  it('gives thoughts that were never encrypted back to a server that shows them, not to OpenAI', async () => {
    const headers = { 'content-type': 'application/json' }
    const turn = messageOf(await eventsOf({ body: fixture('openai-responses.json'), headers }))
    await withServer(async (server, openai) => {
      await collect(openai.generate(toRequest({ messages: [turn] })))
      const input = JSON.stringify(server.requests[0]?.body['input'])
      expect(input).not.toContain('rs_local')
      expect(input).not.toContain('msg_local')
      await collect(openai.generate(toRequest({ messages: [turn], options: { store: true } })))
      expect(JSON.stringify(server.requests[1]?.body['input'])).toContain('rs_local')
    })
  })

  it('does so in a chat of a session, too', async () => {
    await withServer(async (server, openai) => {
      server.reply({ thinking: 'They greet me.', text: 'Hello.' })
      const m = new MelleaSession({ backend: openai, ctx: new ChatContext() })
      await m.chat('Hi.')
      await m.chat('Again.')
      const { input, store, include, instructions } = server.requests[1]?.body ?? {}
      expect(input).toMatchObject([
        { role: 'user' },
        { type: 'reasoning', encrypted_content: expect.stringContaining('gAAAAABo') },
        { type: 'message', content: [{ text: 'Hello.' }] },
        { role: 'user' },
      ])
      expect([store, include, instructions]).toEqual([false, ['reasoning.encrypted_content'], undefined])
    })
  })
})

it('goes on from what OpenAI has stored, and sends a conversation whole that was changed since', async () => {
  await withServer(async (server, openai) => {
    const options = { store: true }
    const [first, second] = [textMessage('user', 'Weather?'), textMessage('user', 'And Lyon?')]
    const answer = messageOf(await collect(openai.generate(toRequest({ messages: [first], options }))))
    const ask = async (...messages: WireMessage[]): Promise<readonly unknown[]> => {
      await collect(openai.generate(toRequest({ messages: messages, options })))
      const { previous_response_id: id, input } = server.requests.at(-1)?.body ?? {}
      return [id, Array.isArray(input) && input.length]
    }
    const id = 'resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b'
    expect(await ask(textMessage('system', 'Be brief.'), first, answer, second)).toEqual([id, 1])
    expect(await ask(textMessage('user', 'Weather??'), answer, second)).toEqual([undefined, 3])
    const edited = { ...answer, parts: [{ type: 'text', text: 'Sun.' }] } as const
    expect(await ask(first, edited, second)).toEqual([undefined, 3])
    expect(await ask(first, answer, second, textMessage('assistant', 'No.'))).toEqual([undefined, 4])
    await collect(openai.generate(toRequest({ messages: [first, answer, second] })))
    expect(server.requests.at(-1)?.body['previous_response_id']).toBeUndefined()
  })
})

it('refuses an api that is none', () => {
  const options = { modelId: 'm', api: 'assistants', env: {} } as never
  expect(() => new OpenAIBackend(options)).toThrow(/`api` must be 'chat' or 'responses', got "assistants"/)
})
