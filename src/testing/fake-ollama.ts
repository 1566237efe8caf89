import type { FakeReply, FakeRequest } from './fake-reply.ts'
import { inPieces } from './fake-reply.ts'
import { fakeVectors } from './fake-vectors.ts'
import { startFakeServer, type FakeAnswer, type FakeServer } from './fake-server.ts'
import { ollamaProtocol } from './wire/protocols.ts'

/** What this Ollama has and can do. */
export interface FakeOllamaOptions {
  /** The models it has; others are a 404. @default every one, and its list shows `granite4.1:3b` */
  readonly models?: readonly string[]
  /** Models that a pull finds. @default every one */
  readonly pullable?: readonly string[]
  /** @default completion, tools, thinking and vision */
  readonly capabilities?: readonly string[]
  /** @default 131072 */
  readonly contextLength?: number
  /** @default '0.32.5' */
  readonly version?: string
}

const CREATED = '2026-08-21T09:00:00.000000Z'

/**
 * An Ollama server without a model, speaking its protocol on a free port of this machine.
 *
 * @example
 * import { startFakeOllama } from 'mellea/testing'
 * const ollama = await startFakeOllama()
 * ollama.reply({ text: 'Bonjour.' })
 * // new OllamaModelBackend({ baseURL: ollama.url })
 * await ollama.close()
 */
export function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeServer> {
  const models = options.models && new Set(options.models)
  return startFakeServer((request, nextReply) => {
    const { path, body } = request
    const model = String(body['model'])
    if (path === '/') return { frames: ['Ollama is running'] }
    if (path === '/api/version') return json({ version: options.version ?? '0.32.5' })
    if (path === '/api/tags') return json({ models: [...(models ?? ['granite4.1:3b'])].map(toTag) })
    if (path === '/api/pull') return pull(body, options.pullable, models)
    if (!['/api/chat', '/api/embed', '/api/show'].includes(path))
      return { status: 404, headers: plain, frames: ['404 page not found'] }
    if (models && !models.has(model) && !models.has(`${model}:latest`))
      return failure(404, `model '${model}' not found`)
    if (path === '/api/embed') return embed(request, nextReply())
    return path === '/api/show' ? json(shown(options)) : chat(request, nextReply())
  }, ollamaProtocol)
}

const plain = { 'content-type': 'text/plain' }
const jsonType = { 'content-type': 'application/json; charset=utf-8' }

function json(value: unknown, status = 200): FakeAnswer {
  return {
    status,
    headers: jsonType,
    frames: [JSON.stringify(value)],
  }
}

function failure(status: number, error: string): FakeAnswer {
  return json({ error }, status)
}

function ndjson(lines: readonly unknown[]): FakeAnswer {
  const frames = lines.map((line) => `${JSON.stringify(line)}\n`)
  return { headers: { 'content-type': 'application/x-ndjson' }, frames }
}

function toTag(model: string): object {
  return {
    name: model,
    model,
    modified_at: CREATED,
    size: 2_100_000_000,
    digest: 'f00d',
    details: { family: 'granite' },
  }
}

function shown({ capabilities, contextLength = 131_072 }: FakeOllamaOptions): object {
  return {
    details: { family: 'granite', parameter_size: '3B' },
    model_info: { 'general.architecture': 'granite', 'granite.context_length': contextLength },
    capabilities: capabilities ?? ['completion', 'tools', 'thinking', 'vision'],
  }
}

function pull(
  { model, name, stream }: FakeRequest['body'],
  pullable: readonly string[] | undefined,
  models: Set<string> | undefined,
): FakeAnswer {
  const wanted = String(model ?? name)
  const missing = 'pull model manifest: file does not exist'
  if (pullable && !pullable.includes(wanted))
    return stream === false
      ? failure(500, missing)
      : ndjson([{ status: 'pulling manifest' }, { error: missing }])
  models?.add(wanted)
  if (stream === false) return json({ status: 'success' })
  const layer = { status: 'pulling f00d', digest: 'sha256:f00d', total: 1000 }
  return ndjson([
    { status: 'pulling manifest' },
    { ...layer },
    { ...layer, completed: 500 },
    { ...layer, completed: 1000 },
    { status: 'verifying sha256 digest' },
    { status: 'writing manifest' },
    { status: 'success' },
  ])
}

function chat({ body }: FakeRequest, reply: FakeReply): FakeAnswer {
  if (reply.body !== undefined)
    return { headers: { 'content-type': 'application/x-ndjson' }, frames: [reply.body] }
  if (reply.status !== undefined) return failure(reply.status, reply.error ?? 'something failed')
  if (body['stream'] === false && reply.errorAfterFrames !== undefined)
    return failure(500, reply.error ?? 'something failed')
  const lines = toLines(String(body['model']), reply)
  if (body['stream'] === false) return json(merged(lines))
  return ndjson(lines)
}

function embed({ body }: FakeRequest, reply: FakeReply): FakeAnswer {
  if (reply.body !== undefined) return { headers: jsonType, frames: [reply.body] }
  if (reply.status !== undefined) return failure(reply.status, reply.error ?? 'something failed')
  const { vectors, inputTokens } = fakeVectors(body, reply)
  return json({
    model: body['model'],
    embeddings: vectors,
    total_duration: 1_000_000,
    load_duration: 1000,
    prompt_eval_count: inputTokens,
  })
}

type Line = Record<string, unknown> & { message?: Record<string, unknown> }

function toLines(model: string, reply: FakeReply): Line[] {
  const base = { model, created_at: CREATED }
  const line = (message: object): Line => ({
    ...base,
    message: { role: 'assistant', content: '', ...message },
    done: false,
  })
  const thoughts = inPieces(reply.thinking ?? '', reply.chunkSize).map((thinking) => line({ thinking }))
  const texts = inPieces(reply.text ?? '', reply.chunkSize).map((content) => ({
    ...line({ content }),
    ...(reply.logprobs && {
      logprobs: [{ token: content, logprob: -0.5, bytes: [...Buffer.from(content)] }],
    }),
  }))
  const calls = (reply.toolCalls ?? []).map(({ id, name, arguments: input }, index) =>
    line({ tool_calls: [{ ...(id && { id }), function: { index, name, arguments: input } }] }),
  )
  const lines: Line[] = [...thoughts, ...texts, ...calls]
  if (reply.errorAfterFrames !== undefined)
    return [...lines.slice(0, reply.errorAfterFrames), { error: reply.error ?? 'something failed' }]
  const last = {
    ...line({}),
    done: true,
    done_reason: reply.finishReason ?? 'stop',
    total_duration: 1_000_000,
    load_duration: 1000,
    prompt_eval_count: reply.inputTokens ?? 7,
    prompt_eval_duration: 1000,
    eval_count: reply.outputTokens ?? lines.length,
    eval_duration: 1000,
  }
  return [...lines, last]
}

function merged(lines: readonly Line[]): Line {
  const last = lines.at(-1) ?? {}
  const join = (key: string): string => lines.map(({ message }) => toText(message?.[key])).join('')
  const calls = lines.flatMap(({ message }) => (message?.['tool_calls'] as unknown[] | undefined) ?? [])
  const tokens = lines.flatMap((line) => (line['logprobs'] as unknown[] | undefined) ?? [])
  const thinking = join('thinking')
  const message = {
    role: 'assistant',
    content: join('content'),
    ...(thinking && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
  return { ...last, message, ...(tokens.length > 0 && { logprobs: tokens }) }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
