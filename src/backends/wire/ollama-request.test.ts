import { expect, it } from 'vitest'
import type { GenerateRequest, Receipt, Warning } from '../../core/backend.ts'
import type { WireMessage } from '../../core/message.ts'
import { toRequest } from '../../testing/backend-subject.ts'
import { ollamaRequest } from './ollama-request.ts'

type Body = Record<string, unknown>

async function encode(
  parts: Partial<GenerateRequest>,
  modelId = 'm',
): Promise<{ body: Body; receipt: Receipt; warnings: readonly Warning[] }> {
  const fetched = async (): Promise<Uint8Array> => new Uint8Array([1, 2, 3])
  const { body, ...said } = await ollamaRequest(toRequest(parts), { modelId, fetched })
  return { body: JSON.parse(body) as Body, ...said }
}

const tool = {
  type: 'function',
  name: 'add',
  description: 'Adds.',
  schema: { type: 'object', properties: {} },
} as const
const history: readonly WireMessage[] = [
  { role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
  {
    role: 'user',
    parts: [{ type: 'text', text: 'See ' }, { type: 'text', text: 'this.' }, image(new Uint8Array([255]))],
  },
  {
    role: 'assistant',
    parts: [
      { type: 'thinking', text: 'I need to add.' },
      { type: 'tool-call', id: 'call_1', name: 'add', arguments: '{"a":1}' },
    ],
  },
  {
    role: 'tool',
    parts: [{ type: 'tool-result', id: 'call_1', name: 'add', parts: [{ type: 'text', text: '2' }] }],
  },
  {
    role: 'assistant',
    parts: [
      { type: 'thinking', text: 'Done.' },
      { type: 'text', text: 'Two.' },
    ],
  },
]

function image(data: Uint8Array | URL) {
  return { type: 'file', mediaType: 'image/png', data } as const
}

it('puts every option where the server reads it', async () => {
  const options = {
    temperature: 0.1,
    maxNewTokens: 128,
    seed: 42,
    contextWindow: 4096,
    stopSequences: ['###'],
    topP: 0.9,
    topK: 40,
    presencePenalty: 1,
    frequencyPenalty: 2,
    mirostat: 2,
    thinking: true,
    logprobs: true,
    top_logprobs: 5,
    keep_alive: '5m',
    truncate: false,
    systemPrompt: 'Said in the messages.',
    stream: true,
  }
  const { body, warnings } = await encode({ options })
  expect(body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Say hello.' }],
    stream: true,
    think: true,
    keep_alive: '5m',
    truncate: false,
    logprobs: true,
    top_logprobs: 5,
    options: {
      temperature: 0.1,
      num_predict: 128,
      seed: 42,
      num_ctx: 4096,
      stop: ['###'],
      top_p: 0.9,
      top_k: 40,
      presence_penalty: 1,
      frequency_penalty: 2,
      mirostat: 2,
    },
  })
  expect(warnings).toEqual([])
})

it('sends a conversation with its calls, results and pictures', async () => {
  const { body } = await encode({ messages: history })
  expect(body['messages']).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'See this.', images: ['/w=='] },
    {
      role: 'assistant',
      content: '',
      thinking: 'I need to add.',
      tool_calls: [{ id: 'call_1', function: { name: 'add', arguments: { a: 1 } } }],
    },
    { role: 'tool', content: '2', tool_name: 'add', tool_call_id: 'call_1' },
    { role: 'assistant', content: 'Two.' },
  ])
})

it.each([
  [true, true],
  [false, false],
  ['none', false],
  ['minimal', 'low'],
  ['high', 'high'],
  [{ maxTokens: 9 }, true],
  [undefined, undefined],
])('says thinking %j as think %j', async (thinking, think) => {
  const { body, warnings } = await encode({ options: { thinking } })
  expect(body['think']).toBe(think)
  expect(warnings).toHaveLength(typeof thinking === 'object' ? 1 : 0)
})

it('takes pictures from addresses, inline and not', async () => {
  const parts = [image(new URL('data:image/png;base64,AAE=')), image(new URL('https://pictures.test/a.png'))]
  const { body } = await encode({ messages: [{ role: 'user', parts }] })
  expect(body['messages']).toEqual([{ role: 'user', content: '', images: ['AAE=', 'AQID'] }])
})

it('refuses what would be lost: sounds and adapters', async () => {
  const sound = { type: 'file', mediaType: 'audio/wav', data: new Uint8Array() } as const
  await expect(encode({ messages: [{ role: 'user', parts: [sound] }] })).rejects.toThrow(
    /pictures only, not audio\/wav/,
  )
  await expect(encode({ adapter: { name: 'answerability' } })).rejects.toMatchObject({ code: 'unsupported' })
})

it('warns of a choice of tools that it cannot enforce', async () => {
  expect((await encode({ tools: [tool], toolChoice: 'required' })).warnings).toMatchObject([
    { option: 'toolChoice' },
  ])
  expect((await encode({ tools: [tool], toolChoice: 'none' })).body['tools']).toBeUndefined()
  const other = { ...tool, name: 'other' }
  const named = await encode({ tools: [tool, other], toolChoice: { name: 'other' } })
  expect(named.body['tools']).toMatchObject([{ function: { name: 'other' } }])
})

it('says enforced only of what the grammar makes certain', async () => {
  const said = async (
    schema: GenerateRequest['schema'],
    more: Partial<GenerateRequest> = {},
    modelId?: string,
  ) => (await encode({ ...more, ...(schema && { schema }) }, modelId)).receipt.schema
  const plain = { type: 'object', properties: { a: { type: 'integer', minimum: 0 } }, required: ['a'] }
  expect(await said(plain)).toBe('enforced')
  expect(await said({ type: 'object', properties: { a: { type: 'string', pattern: '^a' } } })).toBe(
    'requested',
  )
  expect(await said({ type: 'object', properties: { a: { type: 'number', minimum: 0 } } })).toBe('requested')
  expect(
    await said({
      anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/$defs/a' } }],
      $defs: { a: { type: 'null' } },
    }),
  ).toBe('enforced')
  expect(await said(plain, { tools: [tool] })).toBe('requested')
  expect(await said(plain, {}, 'nemotron-3-ultra:cloud')).toBe('requested')
  expect(await said(undefined)).toBe('none')
})

it('puts extraBody over everything, options key by key, and changes nothing of the caller', async () => {
  const extraBody = Object.freeze({ options: Object.freeze({ min_p: 0.1 }), stream: false, own: 1 })
  const { body } = await encode({ options: { temperature: 1, extraBody } })
  expect(body).toMatchObject({ stream: false, own: 1, options: { temperature: 1, min_p: 0.1 } })
})
