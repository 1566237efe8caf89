/**
 * Models on an Ollama server.
 *
 * @module
 */
import type { Cancellable } from '../util/cancel-scope.ts'
import { cancellable } from '../util/lazy-signal.ts'
import type {
  Backend,
  BackendEvent,
  Capabilities,
  GenerateRequest,
  PrepareProgress,
  PrepareRequest,
} from '../core/backend.ts'
import { BackendError } from '../core/backend-error.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import type { ModelId } from '../core/model-identifier.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { OptionTable } from '../core/option-table.ts'
import { toPrices, type Prices } from '../core/price.ts'
import { resolveModelId } from '../core/resolve-model-id.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { send, type Endpoint, type Reply } from '../http/endpoint.ts'
import type { Fetch } from '../http/transport.ts'
import { processEnvironment, type Environment } from '../util/environment.ts'
import { joinURL } from '../util/join-url.ts'
import { ndjsonDecoder } from '../util/ndjson.ts'
import { remembered } from '../util/remembered.ts'
import { sharedTask } from '../util/shared-task.ts'
import { maskURL } from '../util/mask-secrets.ts'
import { withoutUser } from '../util/without-user.ts'
import { ollamaHost } from './ollama-host.ts'
import { isSameModel } from './ollama-model-name.ts'
import type { ReplyStart } from './wire/encoded-request.ts'
import { exchange, wholeDecoder } from './wire/exchange.ts'
import { ollamaOptionTable, type OllamaNative } from './wire/ollama-native.ts'
import { ollamaRequest } from './wire/ollama-request.ts'
import { OllamaReader } from './wire/ollama-stream.ts'

export type { OllamaNative }

const DEFAULT_MODEL = 'granite4.1:3b'
const MOST_IMAGE_BYTES = 25 * 1024 * 1024

/** Where Ollama is, which model it runs, and what every call starts from. */
export interface OllamaModelBackendOptions {
  /** @default 'granite4.1:3b', `modelIds.IBM_GRANITE_4_1_3B` */
  readonly modelId?: ModelId | undefined
  /** @default OLLAMA_HOST in any of its forms, else `'http://127.0.0.1:11434'` */
  readonly baseURL?: string | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<OllamaNative> | undefined
  /** Stands in for the transport: for tests, tracers and special networks. */
  readonly fetch?: Fetch | undefined
  /** Sent with every request. */
  readonly headers?: { readonly [name: string]: string } | undefined
  /** For servers that want one. @default OLLAMA_API_KEY, on ollama.com only */
  readonly apiKey?: string | undefined
  /** Pull the model when the server does not have it; may take minutes and gigabytes. @default false */
  readonly pull?: boolean | undefined
  /** How long the model stays loaded after a call: seconds, or a text like `'10m'`; below 0 for ever. @default the server's */
  readonly keepAlive?: number | string | undefined
  /** How many calls may run at once. @default no limit: the server queues */
  readonly concurrency?: number | undefined
  /** What a million tokens cost, for sessions that do not say. @default unknown */
  readonly prices?: Prices | undefined
  /** Where OLLAMA_HOST, OLLAMA_API_KEY and the proxy variables are read. @default process.env */
  readonly env?: Environment | undefined
}

/**
 * A model on an Ollama server, over its own protocol. Nothing is sent before the first call.
 *
 * @example
 * import { OllamaModelBackend } from 'mellea/backends/ollama'
 * const backend = new OllamaModelBackend({ modelId: 'llama3.2:3b', modelOptions: { seed: 42, num_ctx: 8192 } })
 *
 * @throws OptionError for a model without a name in Ollama, and for an address that is none.
 */
export class OllamaModelBackend implements Backend<OllamaNative> {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'ollama'
  readonly modelId: string
  /** Where the server is. */
  readonly baseURL: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable = ollamaOptionTable
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: OllamaNative
  readonly #endpoint: Endpoint
  readonly #options: OllamaModelBackendOptions
  readonly #address: string
  readonly #url = remembered((path) => joinURL(this.#address, path))
  readonly #headers: { readonly [name: string]: string }
  readonly #pull: boolean
  readonly #keepAlive: number | string | undefined
  readonly #listeners = new Set<(progress: PrepareProgress) => void>()
  readonly #shared: (signal: AbortSignal) => Promise<void>
  readonly #others = new Map<string, OllamaModelBackend>()
  #ready = false

  constructor(options: OllamaModelBackendOptions = {}) {
    const env = options.env ?? processEnvironment()
    this.modelId = resolveModelId(options.modelId ?? DEFAULT_MODEL, 'ollama')
    this.#address = ollamaHost(options.baseURL ?? env['OLLAMA_HOST'])
    this.baseURL = maskURL(withoutUser(this.#address)).replace(/\/+$/, '')
    this.modelOptions = { ...options.modelOptions }
    this.prices = toPrices(options.prices)
    this.limits = options.concurrency === undefined ? {} : { concurrency: options.concurrency }
    this.#headers = { ...authorization(options.apiKey, this.baseURL, env), ...options.headers }
    this.#options = options
    this.#pull = options.pull ?? false
    this.#keepAlive = options.keepAlive
    this.#endpoint = {
      provider: 'ollama',
      transport: chooseTransport({ fetch: options.fetch, env }),
      hints: hints(this.modelId),
    }
    this.#shared = sharedTask((signal) => this.#makeReady(signal))
  }

  /** What the model can do, as the server says. */
  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    const { ollamaCapabilities } = await import('./wire/ollama-show.ts')
    return ollamaCapabilities(
      await this.#show(signal),
      this.modelOptions['contextWindow'] ?? this.modelOptions['num_ctx'],
      () =>
        this.#get('api/version', signal).then(
          ({ version }) => version,
          () => signal.throwIfAborted(),
        ),
    )
  }

  /**
   * Makes sure that the server answers and has the model; pulls it where `pull` is set. Callers at one time share one pull, which
   * goes on until the last of them aborts.
   *
   * @throws BackendError `unreachable`, `unauthorized` or `model-not-found`, whose message names the remedy.
   */
  async prepare({ signal, onProgress }: PrepareRequest): Promise<void> {
    if (onProgress) this.#listeners.add(onProgress)
    try {
      await this.#shared(signal)
    } finally {
      if (onProgress) this.#listeners.delete(onProgress)
    }
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const signal = cancellable(request)
    let start: ReplyStart = { receipt: { schema: 'none' }, warnings: [] }
    const open = async (): Promise<Reply> => {
      if (this.#pull && !this.#ready) await this.#shared(request.signal)
      const encoded = await ollamaRequest(request, {
        modelId: this.modelId,
        keepAlive: this.#keepAlive,
        fetched: (address) => this.#image(address, request.signal),
      })
      start = encoded
      return this.#post('api/chat', encoded.body, signal, request.headers)
    }
    return exchange({
      open,
      decoder: request.transport === 'stream' ? ndjsonDecoder : wholeDecoder,
      reader: new OllamaReader(request, () => start),
      signal,
    })
  }

  /** Vectors of `/api/embed`; of a text that is too long an error, not the vector of its beginning (`extraBody: { truncate: true }`). */
  async embed({ modelId = this.modelId, ...request }: EmbedRequest): Promise<EmbedReply> {
    if (modelId !== this.modelId) return this.#other(modelId).embed(request)
    const { signal, headers } = request
    if (this.#pull && !this.#ready) await this.#shared(signal)
    const { ollamaEmbed } = await import('./wire/ollama-embed.ts')
    const post = (body: string): Promise<Reply> => this.#post('api/embed', body, signal, headers)
    return ollamaEmbed(request, { modelId, keepAlive: this.#keepAlive, post })
  }

  /** Another model of this server: it has to be pulled by itself, and errors should name it. */
  #other(modelId: string): OllamaModelBackend {
    const other = this.#others.get(modelId) ?? new OllamaModelBackend({ ...this.#options, modelId })
    this.#others.set(modelId, other)
    return other
  }

  async #makeReady(signal: AbortSignal): Promise<void> {
    if (await this.#isListed(signal)) {
      this.#ready = true
      return
    }
    try {
      // models in the cloud can be used without being listed
      await this.#show(signal)
    } catch (error) {
      if (!this.#pull || !(error instanceof BackendError) || error.code !== 'model-not-found') throw error
      const reply = await this.#post(
        'api/pull',
        JSON.stringify({ model: this.modelId, stream: true }),
        signal,
      )
      // few programs pull, or send pictures by address: the others need not load what does it
      const { readPull } = await import('./wire/ollama-pull.ts')
      await readPull(reply, this.modelId, (progress) => this.#listeners.forEach((tell) => tell(progress)))
    }
    this.#ready = true
  }

  async #isListed(signal: AbortSignal): Promise<boolean> {
    const { models } = await this.#get('api/tags', signal)
    const names: readonly { readonly name?: unknown }[] = Array.isArray(models) ? models : []
    return names.some(({ name }) => typeof name === 'string' && isSameModel(name, this.modelId))
  }

  #get(path: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const request = { method: 'GET', url: this.#url(path), headers: this.#headers, signal } as const
    return this.#read(() => send(this.#endpoint, request), signal)
  }

  #show(signal: AbortSignal): Promise<Record<string, unknown>> {
    const body = JSON.stringify({ model: this.modelId })
    return this.#read(() => this.#post('api/show', body, signal), signal)
  }

  async #read(open: () => Promise<Reply>, signal: AbortSignal): Promise<Record<string, unknown>> {
    const { wholeReply } = await import('./wire/whole-reply.ts')
    return (await wholeReply(open, signal)).body
  }

  #post(path: string, body: string, signal: Cancellable, more?: GenerateRequest['headers']): Promise<Reply> {
    const headers = { 'content-type': 'application/json', ...this.#headers, ...more }
    return send(this.#endpoint, { method: 'POST', url: this.#url(path), headers, body, signal })
  }

  async #image(address: URL, signal: AbortSignal): Promise<Uint8Array> {
    const { download } = await import('../http/download.ts')
    const { provider, transport } = this.#endpoint
    return download(address, { provider, transport, signal, mostBytes: MOST_IMAGE_BYTES })
  }
}

function authorization(
  apiKey: string | undefined,
  baseURL: string,
  env: Environment,
): Record<string, string> {
  const key = apiKey ?? (new URL(baseURL).hostname.endsWith('ollama.com') ? env['OLLAMA_API_KEY'] : undefined)
  return key ? { authorization: `Bearer ${key}` } : {}
}

function hints(modelId: string): Endpoint['hints'] {
  return {
    unreachable: 'start Ollama with `ollama serve`, or set `baseURL` or OLLAMA_HOST to where it runs.',
    unauthorized: 'pass `apiKey`, or sign in with `ollama signin`.',
    modelNotFound: `get it with \`ollama pull ${modelId}\`, or pass \`pull: true\`.`,
  }
}
