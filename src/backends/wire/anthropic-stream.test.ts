import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { BackendEvent } from '../../core/backend.ts'
import type { MessagePart } from '../../core/message.ts'
import { textMessage } from '../../core/message.ts'
import { collect, joined, only, toRequest } from '../../testing/backend-subject.ts'
import { AnthropicBackend } from '../anthropic.ts'

const modelId = 'claude-sonnet-4-5'

/** What a model says that thinks, searches, thinks again, quotes and calls a tool. */
const content = [
  { type: 'thinking', thinking: 'Let me look – 世界.', signature: 'c2lnbmVkIDE=' },
  { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' },
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'weather "Paris"' } },
  { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [{ encrypted_content: 'x' }] },
  { type: 'thinking', thinking: 'Now the time.', signature: 'c2lnbmVkIDI=' },
  { type: 'text', text: 'It is mild. ', citations: [{ type: 'page_location', cited_text: 'mild' }] },
  { type: 'text', text: 'Grüße 👩‍👩‍👧!' },
  { type: 'tool_use', id: 'toolu_1', name: 'getTime', input: { city: 'Paris', at: [1, { b: null }] } },
] as const

function deltasOf(block: (typeof content)[number]): readonly object[] {
  const inTwo = (text: string): readonly string[] => [text.slice(0, 7), text.slice(7)]
  if (block.type === 'thinking')
    return [
      ...inTwo(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature },
    ]
  if (block.type === 'text')
    return [
      ...inTwo(block.text).map((text) => ({ type: 'text_delta', text })),
      ...('citations' in block ? block.citations : []).map((citation) => ({
        type: 'citations_delta',
        citation,
      })),
    ]
  if ('input' in block)
    return inTwo(JSON.stringify(block.input)).map((partial_json) => ({
      type: 'input_json_delta',
      partial_json,
    }))
  return []
}

function firstOf(block: (typeof content)[number]): object {
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  if (block.type === 'text') return { type: 'text', text: '' }
  return 'input' in block ? { ...block, input: {} } : block
}

const usage = {
  input_tokens: 10,
  cache_creation_input_tokens: 5,
  cache_read_input_tokens: 100,
  output_tokens: 1,
}
const bytes = new TextEncoder().encode(
  [
    { type: 'message_start', message: { id: 'msg_1', model: modelId, content: [], usage } },
    { type: 'ping' },
    ...content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: firstOf(block) },
      ...deltasOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 42 } },
    { type: 'message_stop' },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join(''),
)

interface Sent {
  readonly messages: readonly { readonly content: readonly object[] }[]
}

/** A backend whose server answers with these bytes, cut there, and what it was sent. */
function answering(cuts: readonly number[], sent: Sent[] = []): AnthropicBackend {
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const body: Sent = JSON.parse(typeof init?.body === 'string' ? init.body : '')
    sent.push(body)
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const [index, at] of places.slice(0, -1).entries())
          if (places[index + 1] !== at) controller.enqueue(bytes.slice(at, places[index + 1]))
        controller.close()
      },
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  }
  return new AnthropicBackend({ modelId, apiKey: 'key', env: {}, fetch })
}

/** Thinking, then text, then all else: as a turn keeps them. */
function asTurn(events: readonly BackendEvent[]): readonly MessagePart[] {
  const parts = only(events, 'part').map(({ value }) => value)
  const rank = ({ type }: MessagePart): number => ['thinking', 'text'].indexOf(type) >>> 0
  return parts.toSorted((a, b) => rank(a) - rank(b))
}

it('reads the same wherever the bytes are cut', async () => {
  const whole = await collect(answering([]).generate(toRequest()))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (cuts) => {
      expect(await collect(answering(cuts).generate(toRequest()))).toEqual(whole)
    }),
    { numRuns: 60 },
  )
  expect(joined(whole)).toBe('It is mild. Grüße 👩‍👩‍👧!')
  expect(only(whole, 'finish')[0]).toMatchObject({
    reason: 'tool-calls',
    usage: { inputTokens: 115, cachedInputTokens: 100, outputTokens: 42 },
  })
})

it('gives back what was signed, redacted, searched and quoted, unchanged and in its order', async () => {
  const sent: Sent[] = []
  const backend = answering([], sent)
  const parts = asTurn(await collect(backend.generate(toRequest())))
  const result = { type: 'tool-result', id: 'toolu_1', name: 'getTime', parts: [] } as const
  await collect(
    backend.generate(
      toRequest({
        messages: [
          textMessage('user', 'Weather?'),
          // kept turns are stored as JSON
          JSON.parse(JSON.stringify({ role: 'assistant', parts })),
          { role: 'tool', parts: [result] },
        ],
      }),
    ),
  )
  expect(sent[1]?.messages[1]?.content).toEqual(content)
})

it('tells the start of an answer once, with the id and the model that the server named', async () => {
  const [start] = only(await collect(answering([]).generate(toRequest())), 'start')
  expect(start).toMatchObject({ id: 'msg_1', modelId })
})
