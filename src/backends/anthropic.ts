/**
 * Models behind Anthropic's Messages API: Claude, and what other servers offer under the same protocol.
 *
 * @module
 */
import { BackendError } from '../core/backend-error.ts'
import type { Backend, BackendEvent, Capabilities, GenerateRequest, PrepareRequest } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { OptionTable } from '../core/option-table.ts'
import { toPrices, type Prices } from '../core/price.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { send, type Endpoint, type Reply } from '../http/endpoint.ts'
import type { Fetch } from '../http/transport.ts'
import { processEnvironment, type Environment } from '../util/environment.ts'
import { joinURL } from '../util/join-url.ts'
import { cancellable } from '../util/lazy-signal.ts'
import { maskURL } from '../util/mask-secrets.ts'
import { withoutUser } from '../util/without-user.ts'
import type { ApiKey } from './openai.ts'
import { inBrowser, refuseBrowser } from './refuse-browser.ts'
import { ANSWER_TOOL } from './wire/anthropic-format.ts'
import { anthropicOptionTable, type AnthropicNative } from './wire/anthropic-native.ts'
import { anthropicRequest } from './wire/anthropic-request.ts'
import { AnthropicReader } from './wire/anthropic-stream.ts'
import type { ReplyStart } from './wire/encoded-request.ts'
import { claudeVersion } from './wire/claude-version.ts'
import { eventDecoder } from './wire/event-decoder.ts'
import { exchange } from './wire/exchange.ts'
import { wholeReply } from './wire/whole-reply.ts'

export type { AnthropicNative, ApiKey }

const OFFICIAL = 'https://api.anthropic.com'
/** The edition of the protocol. */
const VERSION = '2023-06-01'

/** Which model, where, and with which key. */
export interface AnthropicBackendOptions {
  /** As Anthropic names it: `'claude-sonnet-5-5'`. */
  readonly modelId: string
  /** Up to what stands before `/v1/messages`. @default ANTHROPIC_BASE_URL, else Anthropic itself */
  readonly baseURL?: string | undefined
  /** @default ANTHROPIC_API_KEY, which is sent to Anthropic and to ANTHROPIC_BASE_URL, and to no other `baseURL` */
  readonly apiKey?: ApiKey | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<AnthropicNative> | undefined
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
  /** Where the ANTHROPIC_ and proxy variables are read. @default process.env */
  readonly env?: Environment | undefined
}

/**
 * Claude, over Anthropic's Messages API. What it thought is signed, kept with the answer, and given back unchanged with the next turn.
 * Nothing is sent before the first call.
 *
 * The protocol wants a limit for every answer. Without `maxNewTokens` it is 32,000 tokens, or what older models can write: 8192 for
 * Claude 3.5, 4096 for those before and for models that are not Claude's.
 *
 * @example
 * import { MelleaSession } from 'mellea'
 * import { AnthropicBackend } from 'mellea/backends/anthropic'
 * // ANTHROPIC_API_KEY is set
 * const backend = new AnthropicBackend({ modelId: 'claude-sonnet-5-5', modelOptions: { thinking: 'low' } })
 * const m = new MelleaSession({ backend })
 *
 * @throws OptionError for a model without a name, an address that is none, and a key in a browser.
 */
export class AnthropicBackend implements Backend<AnthropicNative> {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'anthropic'
  readonly modelId: string
  readonly baseURL: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable = anthropicOptionTable
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: AnthropicNative
  readonly #address: string
  readonly #official: boolean
  readonly #endpoint: Endpoint
  readonly #headers: { readonly [name: string]: string }
  readonly #apiKey: ApiKey | undefined

  constructor(options: AnthropicBackendOptions) {
    const env = options.env ?? processEnvironment()
    this.modelId = toModelId(options.modelId)
    this.#address = toBaseURL(options.baseURL ?? (env['ANTHROPIC_BASE_URL'] || OFFICIAL))
    this.baseURL = maskURL(withoutUser(this.#address)).replace(/\/+$/, '')
    this.#official = new URL(this.#address).hostname === 'api.anthropic.com'
    this.modelOptions = { ...options.modelOptions }
    this.prices = toPrices(options.prices)
    this.limits = options.concurrency === undefined ? {} : { concurrency: options.concurrency }
    // a key of Anthropic's is nobody else's business
    const own = this.#official || options.baseURL === undefined
    this.#apiKey = options.apiKey ?? (own ? env['ANTHROPIC_API_KEY'] || undefined : undefined)
    const allowed = options.dangerouslyAllowBrowser === true
    if (this.#apiKey !== undefined && !allowed) refuseBrowser()
    this.#headers = {
      'anthropic-version': VERSION,
      ...(allowed && inBrowser() && { 'anthropic-dangerous-direct-browser-access': 'true' }),
      ...options.headers,
    }
    this.#endpoint = {
      provider: 'anthropic',
      transport: chooseTransport({ fetch: options.fetch, env }),
      hints: hints(this.modelId, own),
    }
  }

  /** What the protocol can do; the server is not asked. */
  capabilities(): Capabilities {
    return {
      schema: true,
      tools: true,
      thinking: true,
      // older models are given a tool that has to be called, which nobody may demand of one that thinks
      schemaWithThinking: (claudeVersion(this.modelId) ?? 0) >= 4.5,
      logprobs: false,
      images: true,
      prefill: false,
      candidates: false,
      adapters: [],
    }
  }

  /**
   * Makes sure that the server answers, takes the key, and has the model. Another server than Anthropic's is forgiven for not knowing
   * the question.
   *
   * @throws BackendError `unreachable`, `unauthorized` or `model-not-found`, whose message names the remedy.
   */
  async prepare({ signal }: PrepareRequest): Promise<void> {
    const url = joinURL(this.#address, `v1/models/${encodeURIComponent(this.modelId)}`)
    const open = async (): Promise<Reply> =>
      send(this.#endpoint, { method: 'GET', url, headers: await this.#authorized(), signal })
    await wholeReply(open, signal).catch((error: unknown) => {
      signal.throwIfAborted()
      const isMissing = error instanceof BackendError && (error.status === 404 || error.status === 405)
      if (!isMissing) throw error
      if (!this.#official && error.code !== 'model-not-found') return
      throw new BackendError(
        `"${this.modelId}" is not among the models of ${this.baseURL}, or not open to this key.`,
        { provider: 'anthropic', code: 'model-not-found', url: this.baseURL, cause: error },
      )
    })
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const { transport, headers: more, options } = request
    const signal = cancellable(request)
    let start: ReplyStart = { receipt: { schema: 'none' }, warnings: [] }
    const open = async (): Promise<Reply> => {
      const { body, ...said } = anthropicRequest(request, this.modelId)
      start = said
      const headers = {
        'content-type': 'application/json',
        accept: transport === 'stream' ? 'text/event-stream' : 'application/json',
        ...(await this.#authorized()),
        ...betaHeader(options['betas']),
        ...more,
      }
      const url = joinURL(this.#address, 'v1/messages')
      return send(this.#endpoint, { method: 'POST', url, headers, body, signal })
    }
    const asTool = request.schema === undefined ? undefined : ANSWER_TOOL
    const reader = new AnthropicReader(request, () => start, asTool)
    return exchange({ open, decoder: eventDecoder, reader, signal })
  }

  /** @throws BackendError before anything is sent to Anthropic without a key. */
  async #authorized(): Promise<{ readonly [name: string]: string }> {
    const key = typeof this.#apiKey === 'function' ? await this.#apiKey() : this.#apiKey
    if (key) return { 'x-api-key': key, ...this.#headers }
    const given = Object.keys(this.#headers).some((name) => /^(authorization|x-api-key)$/i.test(name))
    if (!this.#official || given) return this.#headers
    throw new BackendError(
      'there is no API key: set ANTHROPIC_API_KEY, pass `apiKey`, or set `baseURL` to a server of your own.',
      { provider: 'anthropic', code: 'unauthorized', url: this.baseURL },
    )
  }
}

function toModelId(modelId: unknown): string {
  if (typeof modelId === 'string' && modelId.trim() !== '') return modelId
  throw new OptionError('modelId must be the name of a model, as in "claude-sonnet-5-5".')
}

/** With or without the path of the protocol. */
function toBaseURL(address: string): string {
  if (URL.canParse(address) && /^https?:/.test(address))
    return address.replace(/\/+$/, '').replace(/\/v1(\/messages)?$/, '')
  throw new OptionError(
    `"${maskURL(address)}" is not an address: \`baseURL\` looks like "https://api.anthropic.com".`,
  )
}

function betaHeader(betas: unknown): { readonly [name: string]: string } {
  return Array.isArray(betas) && betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}
}

function hints(modelId: string, own: boolean): Endpoint['hints'] {
  return {
    unreachable: 'is the server running, and is `baseURL` right?',
    unauthorized: own
      ? 'check ANTHROPIC_API_KEY or `apiKey`.'
      : 'pass `apiKey`; ANTHROPIC_API_KEY is not sent to other servers than Anthropic.',
    modelNotFound: `"${modelId}" is not served here, or not to this key; \`GET /v1/models\` lists what is.`,
  }
}
