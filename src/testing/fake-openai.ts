import type { FakeReply, FakeRequest } from './fake-reply.ts'
import { fakeResponses } from './fake-openai-responses.ts'
import { inPieces, writtenArguments } from './fake-reply.ts'
import { fakeVectors } from './fake-vectors.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from './fake-server.ts'
import { openaiProtocol } from './wire/protocols.ts'

/** What this server has, wants and calls things. */
export interface FakeOpenAIOptions {
  /** The models it lists; others are a 404. @default every one, and its list is empty */
  readonly models?: readonly string[]
  /** Refuse requests without this key. @default none is needed */
  readonly apiKey?: string
  /** Who owns the models: `'vllm'` where it shall look like vLLM. @default 'organization_owner' */
  readonly ownedBy?: string
  /** @default 'reasoning_content' */
  readonly thinkingField?: 'reasoning_content' | 'reasoning'
}

const ID = 'chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG'
const CREATED = 1_787_302_800

/**
 * A server without a model that speaks OpenAI's Chat Completions and its Responses API on a free port of this machine. Its `baseURL` is `${url}/v1`.
 *
 * @example
 * import { startFakeOpenAI } from 'mellea/testing'
 * const server = await startFakeOpenAI({ apiKey: 'sk-test-key' })
 * server.reply({ text: 'Bonjour.' }, { status: 429, error: 'Slow down.', headers: { 'retry-after': '1' } })
 * // new OpenAIBackend({ modelId: 'any', baseURL: `${server.url}/v1`, apiKey: 'sk-test-key' })
 * await server.close()
 */
export function startFakeOpenAI(options: FakeOpenAIOptions = {}): Promise<FakeServer> {
  return startFakeServer((request, nextReply) => {
    const { path, body, headers } = request
    if (options.apiKey !== undefined && headers['authorization'] !== `Bearer ${options.apiKey}`)
      return failure(
        401,
        `Incorrect API key provided: ${String(headers['authorization'])}.`,
        'invalid_api_key',
      )
    if (path === '/v1/models')
      return json({ object: 'list', data: (options.models ?? []).map((id) => toModel(id, options)) })
    if (!['/v1/chat/completions', '/v1/responses', '/v1/embeddings'].includes(path))
      return failure(404, `Invalid URL (${request.method} ${path})`, null)
    const model = String(body['model'])
    if (options.models && !options.models.includes(model))
      return failure(
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        'model_not_found',
      )
    const reply = nextReply()
    if (reply.status !== undefined)
      return failure(reply.status, reply.error ?? 'Something failed.', reply.errorCode ?? null)
    if (path === '/v1/embeddings') return embeddings(request, reply)
    if (reply.body !== undefined) return { headers: events, frames: [reply.body] }
    return path === '/v1/responses' ? fakeResponses(request, reply) : completion(request, reply, options)
  }, openaiProtocol)
}

const events = { 'content-type': 'text/event-stream; charset=utf-8' }

function json(value: unknown, status = 200): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json' }, frames: [JSON.stringify(value)] }
}

function failure(status: number, message: string, code: string | null): FakeAnswer {
  return json(
    { error: { message, type: status === 429 ? 'requests' : 'invalid_request_error', param: null, code } },
    status,
  )
}

function toModel(id: string, { ownedBy = 'organization_owner' }: FakeOpenAIOptions): object {
  const length = ownedBy === 'vllm' ? { max_model_len: 32_768 } : {}
  return { id, object: 'model', created: CREATED, owned_by: ownedBy, ...length }
}

function completion({ body }: FakeRequest, reply: FakeReply, options: FakeOpenAIOptions): FakeAnswer {
  const count = typeof body['n'] === 'number' ? body['n'] : 1
  const field = options.thinkingField ?? 'reasoning_content'
  const deltas = toDeltas(reply, field)
  const usage = toUsage(reply, deltas.length * count)
  const base = { id: ID, created: CREATED, model: body['model'], system_fingerprint: 'fp_44709d6fcb' }
  if (body['stream'] !== true) {
    const choices = Array.from({ length: count }, (_, index) => toChoice(reply, index, field))
    return json({ ...base, object: 'chat.completion', choices, usage })
  }
  const chunk = (choices: readonly object[], rest: object = {}): object => ({
    ...base,
    object: 'chat.completion.chunk',
    choices,
    ...rest,
  })
  const indexes = Array.from({ length: count }, (_, index) => index)
  const pieces = [{ delta: { role: 'assistant', content: '' } }, ...deltas].flatMap((delta) =>
    indexes.map((index) => chunk([{ index, logprobs: null, ...delta, finish_reason: null }])),
  )
  const ends = indexes.map((index) =>
    chunk([{ index, delta: {}, logprobs: null, finish_reason: reasonOf(reply) }]),
  )
  const wantsUsage = JSON.stringify(body['stream_options'] ?? {}).includes('"include_usage":true')
  const all = [...pieces, ...ends, ...(wantsUsage ? [chunk([], { usage })] : [])]
  return { headers: events, frames: toFrames(all, reply) }
}

function embeddings({ body }: FakeRequest, reply: FakeReply): FakeAnswer {
  const headers = { 'content-type': 'application/json' }
  if (reply.body !== undefined) return { headers, frames: [reply.body] }
  const { vectors, inputTokens } = fakeVectors(body, reply)
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: body['encoding_format'] === 'base64' ? toBase64(vector) : vector,
  }))
  const usage = { prompt_tokens: inputTokens, total_tokens: inputTokens }
  return json({ object: 'list', data, model: body['model'], usage })
}

/** As the protocol packs it: numbers of 32 bits, the lowest byte first. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(4 * vector.length)
  for (const [at, each] of vector.entries()) bytes.writeFloatLE(each, 4 * at)
  return bytes.toString('base64')
}

function toFrames(chunks: readonly object[], reply: FakeReply): string[] {
  const frame = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`
  if (reply.errorAfterFrames === undefined) return [...chunks.map(frame), 'data: [DONE]\n\n']
  const error = {
    message: reply.error ?? 'Something failed.',
    type: 'server_error',
    param: null,
    code: reply.errorCode ?? null,
  }
  return [...chunks.slice(0, reply.errorAfterFrames).map(frame), frame({ error })]
}

interface Piece {
  readonly delta: object
  readonly logprobs?: object
}

function toDeltas(reply: FakeReply, field: string): Piece[] {
  const thoughts = inPieces(reply.thinking ?? '', reply.chunkSize).map((text) => ({
    delta: { [field]: text },
  }))
  const texts = inPieces(reply.text ?? '', reply.chunkSize).map((content) => ({
    delta: { content },
    ...(reply.logprobs && { logprobs: { content: [toLogprob(content)], refusal: null } }),
  }))
  const calls = (reply.toolCalls ?? []).flatMap(({ id, name, arguments: input, extra }, index) => [
    {
      delta: {
        tool_calls: [
          {
            index,
            id: id ?? `call_fake_${index}`,
            type: 'function',
            ...extra,
            function: { name, arguments: '' },
          },
        ],
      },
    },
    ...inPieces(writtenArguments(input), reply.chunkSize).map((piece) => ({
      delta: { tool_calls: [{ index, function: { arguments: piece } }] },
    })),
  ])
  return [...thoughts, ...texts, ...calls]
}

function toChoice(reply: FakeReply, index: number, field: string): object {
  const calls = (reply.toolCalls ?? []).map(({ id, name, arguments: input, extra }, at) => ({
    id: id ?? `call_fake_${at}`,
    type: 'function',
    ...extra,
    function: { name, arguments: writtenArguments(input) },
  }))
  const message = {
    role: 'assistant',
    content: reply.text ?? null,
    refusal: null,
    ...(reply.thinking !== undefined && { [field]: reply.thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
  const logprobs = reply.logprobs
    ? { content: inPieces(reply.text ?? '', reply.chunkSize).map(toLogprob), refusal: null }
    : null
  return { index, message, logprobs, finish_reason: reasonOf(reply) }
}

function toLogprob(token: string): object {
  return { token, logprob: -0.5, bytes: [...Buffer.from(token)], top_logprobs: [] }
}

function reasonOf(reply: FakeReply): string {
  return reply.finishReason ?? (reply.toolCalls?.length ? 'tool_calls' : 'stop')
}

function toUsage(reply: FakeReply, generated: number): object {
  const input = reply.inputTokens ?? 7
  const output = reply.outputTokens ?? generated
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  }
}
