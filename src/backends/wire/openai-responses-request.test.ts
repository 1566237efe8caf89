import { expect, it } from 'vitest'
import type { GenerateRequest } from '../../core/backend.ts'
import type { MessagePart, WireMessage } from '../../core/message.ts'
import { textMessage } from '../../core/message.ts'
import { toRequest } from '../../testing/backend-subject.ts'
import { openaiQuirks } from './openai-quirks.ts'
import { openaiResponsesRequest } from './openai-responses-request.ts'

const official = 'https://api.openai.com/v1'
const own = 'http://localhost:1234/v1'

function encode(parts: Partial<GenerateRequest>, server = own, modelId = 'gpt-5.1') {
  const quirks = openaiQuirks(server, undefined)
  const { body, ...said } = openaiResponsesRequest(toRequest(parts), { modelId, quirks, server })
  return { body: JSON.parse(body) as Record<string, unknown>, ...said }
}

const warned = (parts: Partial<GenerateRequest>, server = own): readonly unknown[] =>
  encode(parts, server).warnings.map(({ option }) => option)
const file = (mediaType: string, data: Uint8Array | URL): MessagePart => ({ type: 'file', mediaType, data })
const user = (...parts: readonly MessagePart[]): WireMessage => ({ role: 'user', parts })

it('asks for a stream that nobody stores, with thoughts that can come back', () => {
  const { body, receipt, warnings } = encode({})
  expect(body).toEqual({
    model: 'gpt-5.1',
    input: [{ role: 'user', content: 'Say hello.' }],
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
  })
  expect([receipt, warnings]).toEqual([{ schema: 'none' }, []])
})

it('asks no model for thoughts that has none, nor a server that keeps them', () => {
  expect(encode({}, official, 'gpt-4o-mini').body['include']).toBeUndefined()
  const { body } = encode({ options: { store: true } }, official)
  expect([body['include'], body['store']]).toEqual([undefined, true])
})

it('puts what the system says first into the instructions, and leaves later words in their place', () => {
  const messages = [
    textMessage('system', 'Be brief.'),
    textMessage('system', 'Be kind.'),
    textMessage('user', 'Hi.'),
    textMessage('system', 'Now be long.'),
  ]
  expect(encode({ messages }).body).toMatchObject({
    instructions: 'Be brief.\n\nBe kind.',
    input: [
      { role: 'user', content: 'Hi.' },
      { role: 'system', content: 'Now be long.' },
    ],
  })
})

it('sends pictures and files, by their bytes and by their address', () => {
  const parts = [
    { type: 'text', text: 'See.' } as const,
    file('image/png', new Uint8Array([255])),
    file('image/jpeg', new URL('https://example.com/cat.jpg')),
    file('application/pdf', new Uint8Array([255])),
    file('application/pdf', new URL('https://example.com/a.pdf')),
  ]
  expect(encode({ messages: [user(...parts)] }).body['input']).toEqual([
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'See.' },
        { type: 'input_image', image_url: 'data:image/png;base64,/w==', detail: 'auto' },
        { type: 'input_image', image_url: 'https://example.com/cat.jpg', detail: 'auto' },
        { type: 'input_file', filename: 'file', file_data: 'data:application/pdf;base64,/w==' },
        { type: 'input_file', file_url: 'https://example.com/a.pdf' },
      ],
    },
  ])
  expect(() => encode({ messages: [user(file('audio/wav', new Uint8Array([1])))] })).toThrow(/no sound/)
})

it('brings calls and results back, a picture among them', () => {
  const call = { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' } as const
  const result = (...parts: readonly MessagePart[]): MessagePart => ({
    type: 'tool-result',
    id: 'call_1',
    name: 'look',
    parts,
  })
  const messages: readonly WireMessage[] = [
    { role: 'assistant', parts: [{ type: 'text', text: 'Hm.' }, call] },
    { role: 'tool', parts: [result({ type: 'text', text: '2' })] },
    { role: 'tool', parts: [result(file('image/png', new Uint8Array([255])))] },
  ]
  expect(encode({ messages }).body['input']).toEqual([
    { role: 'assistant', content: 'Hm.' },
    { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_1', output: '2' },
    {
      type: 'function_call_output',
      call_id: 'call_1',
      output: [{ type: 'input_image', image_url: 'data:image/png;base64,/w==', detail: 'auto' }],
    },
  ])
})

it('offers functions, and the tools that OpenAI runs', () => {
  const tools = [
    { type: 'function', name: 'add', description: 'Adds.', schema: { type: 'object' } },
    { type: 'server', id: 'openai.web_search', name: 'search', config: { search_context_size: 'low' } },
    { type: 'server', id: 'google.search', name: 'other', config: {} },
  ] as const
  const { body, warnings } = encode({ tools, toolChoice: { name: 'add' } })
  expect(body).toMatchObject({
    tools: [
      { type: 'function', name: 'add', description: 'Adds.', parameters: { type: 'object' }, strict: false },
      { type: 'web_search', search_context_size: 'low' },
    ],
    tool_choice: { type: 'function', name: 'add' },
  })
  expect(warnings.map(({ option }) => option)).toEqual(['tools'])
})

it('puts a schema where this protocol has it, in the dialect of the server', () => {
  const schema = { title: 'A person', type: 'object', properties: { name: { type: 'string' } } }
  const strict = encode({ schema, options: { verbosity: 'low' } }, official)
  expect(strict.body['text']).toEqual({
    verbosity: 'low',
    format: {
      type: 'json_schema',
      name: 'A_person',
      strict: true,
      schema: {
        type: 'object',
        title: 'A person',
        properties: { name: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        required: ['name'],
        additionalProperties: false,
      },
    },
  })
  expect([strict.receipt.schema, encode({ schema }).receipt.schema]).toEqual(['enforced', 'requested'])
})

it('says how much to think, and shows it where that is asked for', () => {
  const reasoning = (options: object, server = own): unknown =>
    encode({ options: { ...options } }, server).body['reasoning']
  expect(reasoning({ thinking: 'xhigh' })).toEqual({ effort: 'xhigh' })
  expect(reasoning({ thinking: true, reasoning_summary: 'auto' })).toEqual({
    effort: 'medium',
    summary: 'auto',
  })
  expect(reasoning({ thinking: false })).toEqual({ effort: 'none' })
  expect(reasoning({ thinking: false }, official)).toBeUndefined()
  expect(reasoning({ thinking: { maxTokens: 100 } })).toEqual({ effort: 'medium' })
  expect(warned({ options: { thinking: false } }, official)).toEqual(['thinking'])
  expect(warned({ options: { thinking: { maxTokens: 100 } } })).toEqual(['thinking'])
})

it('leaves out at OpenAI what the protocol lacks, sends it elsewhere, and says so both times', () => {
  const options = { seed: 7, stopSequences: ['x'], topK: 3, presencePenalty: 1, temperature: 0.5, topP: 0.9 }
  const lacking = ['seed', 'stopSequences', 'topK', 'presencePenalty']
  expect(encode({ options }, official).body).not.toHaveProperty('seed')
  expect(encode({ options }).body).toMatchObject({ seed: 7, stop: ['x'], top_k: 3, presence_penalty: 1 })
  expect(encode({ options }, official).body).toMatchObject({ temperature: 0.5, top_p: 0.9 })
  expect(warned({ options })).toEqual(lacking)
  expect(warned({ options }, official)).toEqual(lacking)
  expect(warned({ candidates: 2, prefill: { text: 'So' } })).toEqual(['prefill', 'candidates'])
})

it('names the limit of tokens, and knows the least that OpenAI takes', () => {
  expect(encode({ options: { maxNewTokens: 5 } }).body['max_output_tokens']).toBe(5)
  expect(encode({ options: { maxNewTokens: 5 } }, official).body['max_output_tokens']).toBe(16)
  expect(warned({ options: { maxNewTokens: 5 } }, official)).toEqual(['maxNewTokens'])
})

it('asks for logprobs, keeps what is asked to be included, and lets extraBody add to both', () => {
  const options = {
    logprobs: true,
    top_logprobs: 2,
    include: ['web_search_call.results'],
    thinking: 'low',
    extraBody: { reasoning: { context: 'all_turns' }, background: true },
  }
  expect(encode({ options }).body).toMatchObject({
    include: ['web_search_call.results', 'reasoning.encrypted_content', 'message.output_text.logprobs'],
    top_logprobs: 2,
    reasoning: { effort: 'low', context: 'all_turns' },
    background: true,
  })
  expect(encode({ options }).body).not.toHaveProperty('logprobs')
})
