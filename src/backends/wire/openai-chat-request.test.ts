import { expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import type { MessagePart, WireMessage } from '../../core/message.ts'
import { toRequest } from '../../testing/backend-subject.ts'
import { openaiChatRequest } from './openai-chat-request.ts'
import { openaiQuirks } from './openai-quirks.ts'

const official = openaiQuirks('https://api.openai.com/v1', undefined)
const own = openaiQuirks('http://localhost:1234/v1', undefined)

function encode(parts: Partial<GenerateRequest>, quirks = own) {
  const { body, ...said } = openaiChatRequest(toRequest(parts), 'm', quirks)
  return { body: JSON.parse(body) as Record<string, unknown>, ...said }
}

const tool = { type: 'function', name: 'add', schema: { type: 'object', properties: {} } } as const
const file = (mediaType: string, data: Uint8Array | URL): MessagePart => ({ type: 'file', mediaType, data })
const history: readonly WireMessage[] = [
  {
    role: 'system',
    parts: [
      { type: 'text', text: 'Be ' },
      { type: 'text', text: 'brief.' },
    ],
  },
  { role: 'user', parts: [{ type: 'text', text: 'See.' }, file('image/png', new Uint8Array([255]))] },
  {
    role: 'assistant',
    parts: [
      { type: 'thinking', text: 'Add.' },
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

it('names the limit of tokens as the server knows it', () => {
  const limit = (baseURL: string, field?: 'max_tokens' | 'max_completion_tokens') =>
    Object.keys(encode({ options: { maxNewTokens: 5 } }, openaiQuirks(baseURL, field)).body).filter((key) =>
      key.startsWith('max'),
    )
  expect(limit('https://api.openai.com/v1')).toEqual(['max_completion_tokens'])
  expect(limit('https://x.openai.azure.com/openai/v1')).toEqual(['max_completion_tokens'])
  expect(limit('http://localhost:11434/v1')).toEqual(['max_tokens'])
  expect(limit('http://localhost:11434/v1', 'max_completion_tokens')).toEqual(['max_completion_tokens'])
})

it('sends options, and asks a stream for its counts', () => {
  const options = {
    temperature: 0.1,
    seed: 1,
    stopSequences: ['x'],
    topP: 0.5,
    topK: 7,
    min_p: 0.1,
    logprobs: true,
  }
  const { body, warnings } = encode({ options })
  expect(body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Say hello.' }],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0.1,
    seed: 1,
    stop: ['x'],
    top_p: 0.5,
    top_k: 7,
    min_p: 0.1,
    logprobs: true,
  })
  expect(warnings).toEqual([])
  expect(encode({ transport: 'unary' }).body).not.toHaveProperty('stream_options')
})

it('leaves out what OpenAI would refuse, and says so', () => {
  const { body, warnings } = encode(
    { options: { topK: 7, min_p: 0.1, contextWindow: 9, verbosity: 'low' } },
    official,
  )
  expect(body).not.toHaveProperty('top_k')
  expect(body).not.toHaveProperty('min_p')
  expect(body['verbosity']).toBe('low')
  expect(warnings.map(({ option }) => option)).toEqual(['topK', 'min_p', 'contextWindow'])
})

it.each([
  [
    true,
    { reasoning_effort: 'medium', chat_template_kwargs: { enable_thinking: true } },
    { reasoning_effort: 'medium' },
  ],
  [false, { chat_template_kwargs: { enable_thinking: false } }, {}],
  ['high', { reasoning_effort: 'high' }, { reasoning_effort: 'high' }],
  ['none', { reasoning_effort: 'none' }, { reasoning_effort: 'none' }],
  [undefined, {}, {}],
])('says thinking %j', (thinking, elsewhere, atOpenAI) => {
  const members = (quirks: typeof own): object => {
    const { reasoning_effort: effort, chat_template_kwargs: template } = encode(
      { options: { thinking } },
      quirks,
    ).body
    return {
      ...(effort !== undefined && { reasoning_effort: effort }),
      ...(template !== undefined && { chat_template_kwargs: template }),
    }
  }
  expect(members(own)).toEqual(elsewhere)
  expect(members(official)).toEqual(atOpenAI)
})

it('merges extraBody last, templates key by key', () => {
  const extraBody = Object.freeze({ chat_template_kwargs: Object.freeze({ adapter: 'x' }), temperature: 2 })
  const { body } = encode({ options: { thinking: true, temperature: 1, extraBody } })
  expect(body).toMatchObject({
    temperature: 2,
    chat_template_kwargs: { enable_thinking: true, adapter: 'x' },
  })
})

it('sends a conversation with its calls, results and pictures', () => {
  const { body } = encode({ messages: history })
  const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }
  expect(body['messages']).toEqual([
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'See.' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,/w==' } },
      ],
    },
    { role: 'assistant', content: null, reasoning_content: 'Add.', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'call_1', content: '2' },
    { role: 'assistant', content: 'Two.' },
  ])
  const atOpenAI = encode({ messages: history }, official).body['messages']
  expect(JSON.stringify(atOpenAI)).not.toContain('reasoning_content')
})

it('sends files as their kind wants it, and refuses what has no way to go', () => {
  const content = (part: MessagePart): unknown => {
    const [message] = encode({ messages: [{ role: 'user', parts: [part] }] }).body['messages'] as {
      content: unknown
    }[]
    return message?.content
  }
  const address = new URL('https://pictures.test/a.png')
  expect(content(file('image/png', address))).toEqual([
    { type: 'image_url', image_url: { url: address.href } },
  ])
  expect(content(file('audio/mpeg', new Uint8Array([1])))).toEqual([
    { type: 'input_audio', input_audio: { data: 'AQ==', format: 'mp3' } },
  ])
  expect(content({ ...file('application/pdf', new Uint8Array([1])), name: 'a.pdf' } as MessagePart)).toEqual([
    { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQ==' } },
  ])
  expect(() => content(file('audio/wav', address))).toThrow(/needs its bytes/)
})

it('says which tool', () => {
  const choice = (toolChoice: NonNullable<GenerateRequest['toolChoice']>) =>
    encode({ tools: [tool], toolChoice }).body['tool_choice']
  expect([choice('auto'), choice('none'), choice('required')]).toEqual(['auto', 'none', 'required'])
  expect(choice({ name: 'add' })).toEqual({ type: 'function', function: { name: 'add' } })
  expect(encode({ toolChoice: 'required' }).body).not.toHaveProperty('tool_choice')
})

it('sends a schema untouched to a server of your own, and in the strict dialect to OpenAI', () => {
  const schema = {
    title: 'My Answer!',
    type: 'object',
    properties: { a: { type: 'string', minLength: 1 }, b: { type: 'number' } },
    required: ['a'],
  }
  const format = (quirks: typeof own) => encode({ schema }, quirks).body['response_format']
  expect(format(own)).toEqual({
    type: 'json_schema',
    json_schema: { name: 'My_Answer_', strict: true, schema },
  })
  expect(format(official)).toMatchObject({
    json_schema: { strict: true, schema: { required: ['a', 'b'], additionalProperties: false } },
  })
  const { receipt, warnings } = encode({ schema }, official)
  expect(receipt.schema).toBe('requested')
  expect(warnings[0]?.message).toContain('minLength')
  const open = encode({ schema: { type: 'object', additionalProperties: { type: 'number' } } }, official)
  expect(open.receipt.schema).toBe('requested')
  expect(open.body['response_format']).toMatchObject({ json_schema: { strict: false } })
  const exact = {
    type: 'object',
    properties: { a: { type: 'string' } },
    required: ['a'],
    additionalProperties: false,
  }
  expect(encode({ schema: exact }, official).receipt.schema).toBe('enforced')
})

it('keeps requests with one prefix together at OpenAI', () => {
  expect(encode({ affinity: 'p' }, official).body['prompt_cache_key']).toBe('p')
  expect(encode({ affinity: 'p' }).body).not.toHaveProperty('prompt_cache_key')
})
