/**
 * Models behind OpenAI's Chat Completions or its Responses API, at OpenAI and at the many servers that speak them.
 *
 * @module
 */
import type { Cancellable } from '../util/cancel-scope.ts'
import { cancellable } from '../util/lazy-signal.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Backend, BackendEvent, Capabilities, GenerateRequest, PrepareRequest } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { OptionError } from '../core/errors.ts'
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
import { maskURL } from '../util/mask-secrets.ts'
import { remembered } from '../util/remembered.ts'
import { shown } from '../util/shown.ts'
import { withoutUser } from '../util/without-user.ts'
import type { EncodedRequest } from './wire/encoded-request.ts'
import { refuseBrowser } from './refuse-browser.ts'
import { eventDecoder } from './wire/event-decoder.ts'
import { exchange } from './wire/exchange.ts'
import { openaiChatRequest } from './wire/openai-chat-request.ts'
import { OpenAIChatReader } from './wire/openai-chat-stream.ts'
import { listModels, type ListedModel } from './wire/openai-models.ts'
import { openaiOptionTable, openaiResponsesOptionTable, type OpenAINative } from './wire/openai-native.ts'
import { openaiQuirks, type MaxTokensField, type OpenAIQuirks } from './wire/openai-quirks.ts'
import { openaiResponsesRequest, type ResponsesStart } from './wire/openai-responses-request.ts'
import { OpenAIResponsesReader } from './wire/openai-responses-stream.ts'

export type { MaxTokensField, OpenAINative }

const OFFICIAL = 'https://api.openai.com/v1'

/** A key, or where to get one: asked before every request, so that keys may expire. */
export type ApiKey = string | (() => string | Promise<string>)

/** Where the server is, which model it runs, and with which key. */
export interface OpenAIBackendOptions {
  readonly modelId: ModelId
  /**
   * Which of OpenAI's protocols: `'chat'` is `/chat/completions`, which every server speaks; `'responses'` is `/responses`, which keeps
   * what a model thought from turn to turn. @default 'chat'
   */
  readonly api?: 'chat' | 'responses' | undefined
  /** Up to and with `/v1`. @default OPENAI_BASE_URL, else OpenAI itself */
  readonly baseURL?: string | undefined
  /** Servers of your own need none. @default OPENAI_API_KEY, which is sent to OpenAI and to OPENAI_BASE_URL, and to no other `baseURL` */
  readonly apiKey?: ApiKey | undefined
  /** @default OPENAI_ORG_ID, at OpenAI only */
  readonly organization?: string | undefined
  /** @default OPENAI_PROJECT_ID, at OpenAI only */
  readonly project?: string | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<OpenAINative> | undefined
  /** Sent with every request. */
  readonly headers?: { readonly [name: string]: string } | undefined
  /** Stands in for the transport: for tests, tracers and special networks. */
  readonly fetch?: Fetch | undefined
  /** How many calls may run at once. @default no limit */
  readonly concurrency?: number | undefined
  /** What a million tokens cost, for sessions that do not say. @default unknown */
  readonly prices?: Prices | undefined
  /** In a browser every visitor can read the key; say that you know. @default false */
  readonly dangerouslyAllowBrowser?: boolean | undefined
  /** What the server calls `maxNewTokens`. @default 'max_completion_tokens' at OpenAI and Azure, 'max_tokens' elsewhere */
  readonly maxTokensField?: MaxTokensField | undefined
  /** Where the OPENAI_ and proxy variables are read. @default process.env */
  readonly env?: Environment | undefined
}

/**
 * A model at OpenAI, or at any server that speaks its Chat Completions: vLLM, LM Studio, llama.cpp, Ollama's `/v1`, a gateway.
 * With `api: 'responses'` it is the newer Responses API. Nothing is sent before the first call.
 *
 * @example
 * import { OpenAIBackend } from 'mellea/backends/openai'
 * const openai = new OpenAIBackend({ modelId: 'gpt-5-mini', modelOptions: { reasoning_effort: 'low' } })
 * const local = new OpenAIBackend({ modelId: 'qwen3', baseURL: 'http://localhost:1234/v1' })
 * const thinker = new OpenAIBackend({ modelId: 'gpt-5.1', api: 'responses', modelOptions: { thinking: 'high' } })
 *
 * @throws OptionError for a model without a name, an address that is none, an `api` that is none, and a key in a browser.
 */
export class OpenAIBackend implements Backend<OpenAINative> {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'openai'
  readonly modelId: string
  readonly baseURL: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: OpenAINative
  readonly #options: OpenAIBackendOptions
  readonly #others = new Map<string, OpenAIBackend>()
  readonly #address: string
  readonly #url = remembered((path) => joinURL(this.#address, path))
  readonly #endpoint: Endpoint
  readonly #quirks: OpenAIQuirks
  readonly #headers: { readonly [name: string]: string }
  readonly #apiKey: ApiKey | undefined

  constructor(options: OpenAIBackendOptions) {
    const env = options.env ?? processEnvironment()
    this.#options = options
    this.modelId = resolveModelId(options.modelId, 'openai')
    this.#address = toBaseURL(options.baseURL ?? (env['OPENAI_BASE_URL'] || OFFICIAL))
    this.baseURL = maskURL(withoutUser(this.#address)).replace(/\/+$/, '')
    this.modelOptions = { ...options.modelOptions }
    this.prices = toPrices(options.prices)
    this.limits = options.concurrency === undefined ? {} : { concurrency: options.concurrency }
    this.#quirks = openaiQuirks(this.baseURL, options.maxTokensField)
    this.optionTable = usesResponses(options.api) ? openaiResponsesOptionTable : openaiOptionTable
    // a key of OpenAI's is nobody else's business
    const own = this.#quirks.official || options.baseURL === undefined
    this.#apiKey = options.apiKey ?? (own ? env['OPENAI_API_KEY'] || undefined : undefined)
    if (this.#apiKey !== undefined && !options.dangerouslyAllowBrowser) refuseBrowser()
    this.#headers = { ...accountHeaders(options, this.#quirks.official ? env : {}), ...options.headers }
    this.#endpoint = {
      provider: 'openai',
      transport: chooseTransport({ fetch: options.fetch, env }),
      hints: hints(this.modelId, own),
    }
  }

  /** What the server can do; a server of your own is asked for its list of models, and forgiven for not having one. */
  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    const listed = this.#quirks.official
      ? undefined
      : await this.#listed(signal).catch((error: unknown) => {
          signal.throwIfAborted()
          if (error instanceof BackendError) return undefined
          throw error
        })
    const own = listed?.find(({ id }) => id === this.modelId)
    return {
      schema: true,
      tools: true,
      thinking: true,
      // servers of your own differ, by their parsers
      ...(this.#quirks.official && { schemaWithThinking: true }),
      // elsewhere a grammar begins with the first token, or the two are refused together
      schemaWithTools: this.#quirks.official,
      logprobs: true,
      images: true,
      prefill: false,
      // many servers take `n` and give one answer all the same
      candidates: !this.#isResponses && (this.#quirks.official || own?.ownedBy === 'vllm'),
      adapters: [],
      ...(own?.contextLength !== undefined && { contextLength: own.contextLength }),
    }
  }

  /**
   * Makes sure that the server answers, takes the key, and, where its list of models is complete, has the model.
   *
   * @throws BackendError `unreachable`, `unauthorized` or `model-not-found`, whose message names the remedy.
   */
  async prepare({ signal }: PrepareRequest): Promise<void> {
    const models = await this.#listed(signal)
    if (!models || models.length === 0 || !(this.#quirks.official || this.#quirks.local)) return
    if (models.some(({ id }) => id === this.modelId)) return
    const some = models
      .slice(0, 8)
      .map(({ id }) => id)
      .join(', ')
    throw new BackendError(
      `"${this.modelId}" is not among the models of ${this.baseURL}, which has ${some}${models.length > 8 ? ', …' : ''}.`,
      {
        provider: 'openai',
        code: 'model-not-found',
        url: this.baseURL,
      },
    )
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const { transport, headers } = request
    const signal = cancellable(request)
    let start: ResponsesStart = { receipt: { schema: 'none' }, warnings: [] }
    const open = async (): Promise<Reply> => {
      const { body, ...said } = this.#encoded(request)
      start = said
      const accept = transport === 'stream' ? 'text/event-stream' : 'application/json'
      const path = this.#isResponses ? 'responses' : 'chat/completions'
      return this.#post(path, body, { signal, headers, accept })
    }
    const reader = this.#isResponses
      ? new OpenAIResponsesReader(request, this.baseURL, () => start)
      : new OpenAIChatReader(request, () => start)
    return exchange({ open, decoder: eventDecoder, reader, signal })
  }

  get #isResponses(): boolean {
    return this.optionTable === openaiResponsesOptionTable
  }

  #encoded(request: GenerateRequest): EncodedRequest & ResponsesStart {
    const { modelId } = this
    if (!this.#isResponses) return openaiChatRequest(request, modelId, this.#quirks)
    return openaiResponsesRequest(request, { modelId, quirks: this.#quirks, server: this.baseURL })
  }

  /** Vectors of `/embeddings`. */
  async embed({ modelId = this.modelId, ...request }: EmbedRequest): Promise<EmbedReply> {
    if (modelId !== this.modelId) return this.#other(modelId).embed(request)
    const { openaiEmbed } = await import('./wire/openai-embed.ts')
    const post = (body: string): Promise<Reply> => this.#post('embeddings', body, request)
    return openaiEmbed(request, { modelId, quirks: this.#quirks, post })
  }

  /** Another model of this server: errors should name it. */
  #other(modelId: string): OpenAIBackend {
    const other = this.#others.get(modelId) ?? new OpenAIBackend({ ...this.#options, modelId })
    this.#others.set(modelId, other)
    return other
  }

  async #post(
    path: string,
    body: string,
    { signal, headers: more, accept = 'application/json' }: Posted,
  ): Promise<Reply> {
    const headers = { 'content-type': 'application/json', accept, ...(await this.#authorized()), ...more }
    return send(this.#endpoint, { method: 'POST', url: this.#url(path), headers, body, signal })
  }

  async #listed(signal: AbortSignal): Promise<readonly ListedModel[] | undefined> {
    const url = this.#url('models')
    return listModels(this.#endpoint, { method: 'GET', url, headers: await this.#authorized(), signal })
  }

  /** @throws BackendError before anything is sent to OpenAI without a key. */
  async #authorized(): Promise<{ readonly [name: string]: string }> {
    const key = typeof this.#apiKey === 'function' ? await this.#apiKey() : this.#apiKey
    if (key) return { authorization: `Bearer ${key}`, ...this.#headers }
    const given = Object.keys(this.#headers).some((name) => name.toLowerCase() === 'authorization')
    if (!this.#quirks.official || given) return this.#headers
    throw new BackendError(
      'there is no API key: set OPENAI_API_KEY, pass `apiKey`, or set `baseURL` to a server of your own.',
      {
        provider: 'openai',
        code: 'unauthorized',
        url: this.baseURL,
      },
    )
  }
}

interface Posted {
  readonly signal: Cancellable
  readonly headers?: GenerateRequest['headers'] | undefined
  readonly accept?: string
}

function toBaseURL(address: string): string {
  if (URL.canParse(address) && /^https?:/.test(address)) return address.replace(/\/+$/, '')
  throw new OptionError(
    `"${maskURL(address)}" is not an address: \`baseURL\` looks like "http://localhost:1234/v1".`,
  )
}

function usesResponses(api: unknown = 'chat'): boolean {
  if (api === 'chat' || api === 'responses') return api === 'responses'
  throw new OptionError(`\`api\` must be 'chat' or 'responses', got ${shown(api)}.`)
}

function accountHeaders(
  { organization, project }: OpenAIBackendOptions,
  env: Environment,
): Record<string, string> {
  const organizationId = organization ?? env['OPENAI_ORG_ID']
  const projectId = project ?? env['OPENAI_PROJECT_ID']
  return {
    ...(organizationId && { 'openai-organization': organizationId }),
    ...(projectId && { 'openai-project': projectId }),
  }
}

function hints(modelId: string, own: boolean): Endpoint['hints'] {
  return {
    unreachable: 'is the server running, and is `baseURL` right?',
    unauthorized: own
      ? 'check OPENAI_API_KEY or `apiKey`.'
      : 'pass `apiKey`; OPENAI_API_KEY is not sent to other servers than OpenAI.',
    modelNotFound: `"${modelId}" is not served here, or not to this key; \`GET /models\` lists what is.`,
  }
}
