import type { FakeReply, FakeRequest } from './fake-reply.ts'
import { inPieces, writtenArguments } from './fake-reply.ts'
import type { FakeAnswer } from './fake-server.ts'

const CREATED = 1_787_302_800

type Item = { readonly type: string; readonly [member: string]: unknown }

/** Answers `POST /responses`: items, and, where it is asked for, the events that build them. */
export function fakeResponses({ body }: FakeRequest, reply: FakeReply): FakeAnswer {
  const said = Math.max(1, inPieces(reply.text ?? '', reply.chunkSize).length)
  const output = toItems(body, reply)
  const finished = {
    ...responseOf(body),
    ...endOf(reply),
    completed_at: CREATED + 1,
    output,
    usage: toUsage(reply, said),
  }
  if (body['stream'] !== true)
    return { headers: { 'content-type': 'application/json' }, frames: [JSON.stringify(finished)] }
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    frames: toFrames(body, reply, { output, finished }),
  }
}

function responseOf(body: FakeRequest['body']): object {
  const { temperature = 1, top_p = 1, tools = [], tool_choice = 'auto', instructions = null } = body
  return {
    id: 'resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b',
    object: 'response',
    created_at: CREATED,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions,
    max_output_tokens: body['max_output_tokens'] ?? null,
    model: body['model'],
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: body['reasoning'] ?? { effort: null, summary: null },
    store: body['store'] ?? true,
    temperature,
    text: body['text'] ?? { format: { type: 'text' } },
    tool_choice,
    tools,
    top_p,
    truncation: 'disabled',
    usage: null,
    metadata: {},
  }
}

function endOf({ finishReason = 'stop' }: FakeReply): object {
  if (finishReason === 'stop') return { status: 'completed' }
  const reason = finishReason === 'length' ? 'max_output_tokens' : finishReason
  return { status: 'incomplete', incomplete_details: { reason } }
}

function toItems(body: FakeRequest['body'], reply: FakeReply): readonly Item[] {
  const encrypts = JSON.stringify(body['include'] ?? []).includes('reasoning.encrypted_content')
  const thoughts = reply.thinking === undefined ? [] : [toThought(reply.thinking, encrypts)]
  const calls = (reply.toolCalls ?? []).map(({ id, name, arguments: input }, index) => ({
    id: `fc_67ccd2bf17f0819081ff3bb2cf6508e6_${index}`,
    type: 'function_call',
    status: 'completed',
    call_id: id ?? `call_fake_${index}`,
    name,
    arguments: writtenArguments(input),
  }))
  const isSilent = reply.text === undefined && thoughts.length + calls.length > 0
  return [...thoughts, ...(isSilent ? [] : [toMessage(reply)]), ...calls]
}

function toThought(text: string, encrypts: boolean): Item {
  return {
    id: 'rs_67ccd2bf17f0819081ff3bb2cf6508e6',
    type: 'reasoning',
    summary: [{ type: 'summary_text', text }],
    ...(encrypts && { encrypted_content: `gAAAAABo${Buffer.from(text).toString('base64')}` }),
  }
}

function toMessage({ text = '', logprobs, chunkSize }: FakeReply): Item {
  const tokens = logprobs ? inPieces(text, chunkSize).map(toLogprob) : []
  return {
    id: 'msg_67ccd2bf17f0819081ff3bb2cf6508e6',
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', annotations: [], logprobs: tokens, text }],
  }
}

function toLogprob(token: string): object {
  return { token, logprob: -0.5, bytes: [...Buffer.from(token)], top_logprobs: [] }
}

function toUsage({ inputTokens = 7, outputTokens }: FakeReply, said: number): object {
  const output = outputTokens ?? said
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + output,
  }
}

interface Whole {
  readonly output: readonly Item[]
  readonly finished: object
}

/** One frame for each piece of text; what comes before and after it goes with it. */
function toFrames(body: FakeRequest['body'], reply: FakeReply, { output, finished }: Whole): string[] {
  let sequence = 0
  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data, sequence_number: sequence++ })}\n\n`
  const response = responseOf(body)
  const frames = [event('response.created', { response }) + event('response.in_progress', { response })]
  for (const [index, item] of output.entries()) frames.push(...itemFrames(item, index, reply, event))
  if (reply.errorAfterFrames !== undefined) {
    const failed = { code: reply.errorCode ?? 'server_error', message: reply.error ?? 'Failed.', param: null }
    return [...frames.slice(0, reply.errorAfterFrames), event('error', failed)]
  }
  const end = reply.finishReason === undefined || reply.finishReason === 'stop' ? 'completed' : 'incomplete'
  return [...frames, event(`response.${end}`, { response: finished })]
}

type ToEvent = (type: string, data: object) => string

function itemFrames(item: Item, output_index: number, reply: FakeReply, event: ToEvent): string[] {
  const where = { item_id: item['id'], output_index }
  const { open, type, text, before, after, more = {} } = piecesOf(item, reply)
  const pieces = inPieces(text, reply.chunkSize)
  const around = (events: readonly Around[]): string =>
    events.map(([name, data]) => event(name, { ...where, ...more, ...data })).join('')
  const added =
    event('response.output_item.added', { output_index, item: { ...item, ...open } }) + around(before)
  const deltas = pieces.map((delta) =>
    event(`${type}.delta`, {
      ...where,
      ...more,
      delta,
      ...(type === 'response.output_text' && { logprobs: reply.logprobs ? [toLogprob(delta)] : [] }),
    }),
  )
  const done = around(after) + event('response.output_item.done', { output_index, item })
  const [first = '', ...others] = deltas
  const all = [added + first, ...others]
  return [...all.slice(0, -1), (all.at(-1) ?? '') + done]
}

type Around = readonly [type: string, data: object]

interface Pieces {
  /** What is not there yet when an item begins. */
  readonly open: object
  readonly type: string
  readonly text: string
  /** What opens and closes the part that the pieces are of. */
  readonly before: readonly Around[]
  readonly after: readonly Around[]
  readonly more?: object
}

function piecesOf(item: Item, { text = '', thinking = '' }: FakeReply): Pieces {
  if (item.type === 'reasoning') return thoughtPieces(item, thinking)
  if (item.type === 'message') return answerPieces(item, text)
  const type = 'response.function_call_arguments'
  const { name, arguments: written } = item
  return {
    open: { status: 'in_progress', arguments: '' },
    type,
    text: String(written),
    before: [],
    after: [[`${type}.done`, { name, arguments: written }]],
  }
}

function thoughtPieces(item: Item, text: string): Pieces {
  const part = { type: 'summary_text', text }
  return {
    open: { summary: [], ...('encrypted_content' in item && { encrypted_content: 'gAAA' }) },
    type: 'response.reasoning_summary_text',
    text,
    before: [['response.reasoning_summary_part.added', { part: { ...part, text: '' } }]],
    after: [
      ['response.reasoning_summary_text.done', { text }],
      ['response.reasoning_summary_part.done', { part }],
    ],
    more: { summary_index: 0 },
  }
}

function answerPieces(item: Item, text: string): Pieces {
  const [part = {}] = item['content'] as readonly { readonly logprobs?: unknown }[]
  return {
    open: { status: 'in_progress', content: [] },
    type: 'response.output_text',
    text,
    before: [['response.content_part.added', { part: { ...part, text: '', logprobs: [] } }]],
    after: [
      ['response.output_text.done', { text, logprobs: part.logprobs }],
      ['response.content_part.done', { part }],
    ],
    more: { content_index: 0 },
  }
}
