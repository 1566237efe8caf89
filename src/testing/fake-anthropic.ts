import type { FakeReply, FakeRequest } from './fake-reply.ts'
import { inPieces, writtenArguments } from './fake-reply.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from './fake-server.ts'
import { anthropicProtocol } from './wire/protocols.ts'

/** What this server has and wants. */
export interface FakeAnthropicOptions {
  /** The models it has; others are a 404. @default every one */
  readonly models?: readonly string[]
  /** Refuse requests without this key. @default none is needed */
  readonly apiKey?: string
}

const ID = 'msg_013Zva2CMHLNnXjNJJKqJ2EF'
const CREATED = '2026-08-21T09:00:00Z'

const kinds: { readonly [status: number]: string } = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

/**
 * A server without a model that speaks Anthropic's Messages API on a free port of this machine. What it thinks it signs.
 *
 * @example
 * import { startFakeAnthropic } from 'mellea/testing'
 * const server = await startFakeAnthropic({ apiKey: 'sk-ant-test-key' })
 * server.reply({ thinking: 'They greet me.', text: 'Bonjour.' }, { status: 529, error: 'Overloaded' })
 * // new AnthropicBackend({ modelId: 'claude-sonnet-5-5', baseURL: server.url, apiKey: 'sk-ant-test-key' })
 * await server.close()
 */
export function startFakeAnthropic({ models, apiKey }: FakeAnthropicOptions = {}): Promise<FakeServer> {
  return startFakeServer((request, nextReply) => {
    const { path, body, headers } = request
    // newer clients of Anthropic's say it the other way
    const given = headers['x-api-key'] ?? headers['authorization']?.toString().replace(/^Bearer /, '')
    if (apiKey !== undefined && given !== apiKey) return failure(401, 'invalid x-api-key')
    if (headers['anthropic-version'] === undefined)
      return failure(400, 'anthropic-version: header is required')
    const listed = /^\/v1\/models\/(.+)$/.exec(path)?.[1]
    const model = listed === undefined ? String(body['model']) : decodeURIComponent(listed)
    if (listed === undefined && path !== '/v1/messages') return failure(404, 'Not found')
    if (models && !models.includes(model)) return failure(404, `model: ${model}`)
    if (listed !== undefined)
      return json({ type: 'model', id: model, display_name: model, created_at: CREATED })
    if (typeof body['max_tokens'] !== 'number') return failure(400, 'max_tokens: Field required')
    const reply = nextReply()
    if (reply.status !== undefined)
      return failure(reply.status, reply.error ?? 'Something failed.', reply.errorCode)
    if (reply.body !== undefined) return { headers: events, frames: [reply.body] }
    return message(request, reply)
  }, anthropicProtocol)
}

const events = { 'content-type': 'text/event-stream; charset=utf-8' }

function json(value: unknown, status = 200): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json' }, frames: [JSON.stringify(value)] }
}

function failure(status: number, text: string, type = kinds[status] ?? 'api_error'): FakeAnswer {
  return json({ type: 'error', error: { type, message: text } }, status)
}

interface Block {
  readonly whole: object
  readonly first: object
  readonly deltas: readonly object[]
}

function message({ body }: FakeRequest, reply: FakeReply): FakeAnswer {
  const blocks = toBlocks(reply)
  const base = { id: ID, type: 'message', role: 'assistant', model: body['model'] }
  const input = {
    input_tokens: reply.inputTokens ?? 7,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  }
  const output_tokens = reply.outputTokens ?? blocks.reduce((sum, { deltas }) => sum + deltas.length, 0)
  const ending = { stop_reason: reasonOf(reply), stop_sequence: null }
  if (body['stream'] !== true)
    return json({
      ...base,
      content: blocks.map(({ whole }) => whole),
      ...ending,
      usage: { ...input, output_tokens },
    })
  const opening = { ...base, content: [], stop_reason: null, stop_sequence: null }
  const first = [
    event({ type: 'message_start', message: { ...opening, usage: { ...input, output_tokens: 1 } } }),
    event({ type: 'ping' }),
  ]
  const last = [
    event({ type: 'message_delta', delta: ending, usage: { output_tokens } }),
    event({ type: 'message_stop' }),
  ]
  return { headers: events, frames: toFrames({ first, last, blocks }, reply) }
}

interface Script {
  readonly first: readonly string[]
  readonly last: readonly string[]
  readonly blocks: readonly Block[]
}

/** Every delta is a frame; what stands between two blocks goes with the end of the first. */
function toFrames({ first, last, blocks }: Script, reply: FakeReply): string[] {
  const begin = (index: number): string => {
    const block = blocks[index]
    return block ? event({ type: 'content_block_start', index, content_block: block.first }) : ''
  }
  const frames = blocks.flatMap(({ deltas }, index) => [
    ...deltas.map((delta) => event({ type: 'content_block_delta', index, delta })),
    event({ type: 'content_block_stop', index }) + begin(index + 1),
  ])
  const all = [first.join('') + begin(0), ...frames, ...last]
  if (reply.errorAfterFrames === undefined) return all
  const error = { type: reply.errorCode ?? 'api_error', message: reply.error ?? 'Something failed.' }
  return [...all.slice(0, reply.errorAfterFrames), event({ type: 'error', error })]
}

function event(data: { readonly type: string; readonly [member: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

function toBlocks({ thinking, text, toolCalls = [], chunkSize }: FakeReply): readonly Block[] {
  const all: Block[] = []
  if (thinking !== undefined) {
    const signature = Buffer.from(`signed: ${thinking}`).toString('base64')
    const thoughts = inPieces(thinking, chunkSize).map((piece) => ({
      type: 'thinking_delta',
      thinking: piece,
    }))
    all.push({
      whole: { type: 'thinking', thinking, signature },
      first: { type: 'thinking', thinking: '', signature: '' },
      deltas: [...thoughts, { type: 'signature_delta', signature }],
    })
  }
  if (text !== undefined)
    all.push({
      whole: { type: 'text', text },
      first: { type: 'text', text: '' },
      deltas: inPieces(text, chunkSize).map((piece) => ({ type: 'text_delta', text: piece })),
    })
  for (const [index, { id = `toolu_fake_${index}`, name, arguments: input }] of toolCalls.entries())
    all.push({
      whole: { type: 'tool_use', id, name, input },
      first: { type: 'tool_use', id, name, input: {} },
      deltas: ['', ...inPieces(writtenArguments(input), chunkSize)].map((piece) => ({
        type: 'input_json_delta',
        partial_json: piece,
      })),
    })
  return all
}

function reasonOf({ finishReason, toolCalls }: FakeReply): string {
  if (finishReason === 'length') return 'max_tokens'
  if (finishReason !== undefined && finishReason !== 'stop') return finishReason
  return toolCalls?.length ? 'tool_use' : 'end_turn'
}
