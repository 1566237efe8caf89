/**
 * Models under LiteLLM's names, at more than a hundred providers, without LiteLLM.
 *
 * @module
 */
import type { Backend, BackendEvent, Capabilities, GenerateRequest, PrepareRequest } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { OptionTable } from '../core/option-table.ts'
import { toPrices, type Prices } from '../core/price.ts'
import { resolveModelId } from '../core/resolve-model-id.ts'
import type { Fetch } from '../http/transport.ts'
import { processEnvironment, type Environment } from '../util/environment.ts'
import { ChatRoad } from './litellm/chat-road.ts'
import type { ChatProvider } from './litellm/chat-provider.ts'
import { chatProviders } from './litellm/chat-provider-table.ts'
import { splitName, wayTo, type WayTo } from './litellm/find-road.ts'
import { firstSet } from './litellm/first-set.ts'
import { litellmOptionTable, type LiteLLMNative } from './litellm/litellm-native.ts'
import { ollamaOptionTable } from './wire/ollama-native.ts'
import { responsesRoad } from './litellm/responses-road.ts'
import type { Road, RoadParts } from './litellm/road.ts'
import { importIt } from './litellm/import-it.ts'
import type { ApiKey } from './openai.ts'
import { refuseBrowser } from './refuse-browser.ts'

export type { ApiKey, LiteLLMNative }

const DEFAULT_MODEL = 'ollama_chat/granite4.1:3b'

/** Which model, at which provider, and what its variables do not say. */
export interface LiteLLMBackendOptions {
  /** `'provider/model'`, as LiteLLM names it, or a constant of `modelIds`. @default 'ollama_chat/granite4.1:3b' */
  readonly modelId?: ModelId | undefined
  /** LiteLLM's `api_base`. @default the provider's variable, else its own address */
  readonly baseURL?: string | undefined
  /**
   * A key, a function that gets one before every request, or `'os.environ/NAME'`. @default the provider's variable, which goes to the
   * provider's own address and to that of its variable, and to no other `baseURL`
   */
  readonly apiKey?: ApiKey | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<LiteLLMNative> | undefined
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
  /**
   * Imports a package that only some providers need (`'@aws-sdk/credential-providers'`): for bundlers, which cannot see its name.
   * @default `import(name)`
   */
  readonly importPackage?: ((name: string) => Promise<unknown>) | undefined
  /** Where the providers' variables are read. @default process.env */
  readonly env?: Environment | undefined
}

/**
 * A model under its name in LiteLLM: the part before the first slash is the provider, its key comes from the variable that LiteLLM reads.
 * Nothing is sent, and no package loaded, before the first call.
 *
 * `provider` is that of the model (`'groq'`), as in LiteLLM's `llm_provider`.
 *
 * @example
 * import { LiteLLMBackend } from 'mellea/backends/litellm'
 * const groq = new LiteLLMBackend({ modelId: 'groq/llama-3.1-8b-instant' }) // GROQ_API_KEY
 * const vllm = new LiteLLMBackend({ modelId: 'hosted_vllm/ibm-granite/granite-4.1-3b', baseURL: 'http://localhost:8000/v1' })
 *
 * @throws OptionError for a name without a provider, one that is not known (it suggests the nearest), a provider without an address (it
 * names what to set), and a key in a browser.
 */
export class LiteLLMBackend implements Backend<LiteLLMNative> {
  readonly spec = 'mellea-backend/1'
  readonly provider: string
  readonly modelId: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: LiteLLMNative
  readonly #road: () => Road | Promise<Road>

  constructor(options: LiteLLMBackendOptions = {}) {
    const env = options.env ?? processEnvironment()
    this.modelId = resolveModelId(options.modelId ?? DEFAULT_MODEL, 'litellm')
    const name = splitName(this.modelId)
    const way = wayTo(name)
    this.provider = providerOf(name.prefix, way)
    this.modelOptions = { ...options.modelOptions }
    this.prices = toPrices(options.prices)
    this.limits = options.concurrency === undefined ? {} : { concurrency: options.concurrency }
    this.optionTable = name.prefix.startsWith('ollama') ? ollamaTable : litellmOptionTable
    const { baseURL, apiKey, headers, fetch, importPackage = importIt } = options
    if (apiKey !== undefined && !options.dangerouslyAllowBrowser) refuseBrowser()
    this.#road = roadTo({ ...name, baseURL, apiKey, headers, fetch, importPackage, env }, way)
  }

  /** What this provider can do, as far as it is known without asking. */
  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    return (await this.#road()).capabilities(signal)
  }

  /**
   * Makes sure that there is a key, or that a server of your own answers.
   *
   * @throws BackendError `unauthorized` or `unreachable`, whose message names the remedy.
   */
  async prepare(request: PrepareRequest): Promise<void> {
    await (await this.#road()).prepare?.(request)
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const road = this.#road()
    return road instanceof Promise ? through(road, request) : road.generate(request)
  }

  /** Vectors, where the provider has them. Another model may be named with its provider in front, or without. */
  async embed({ modelId, ...request }: EmbedRequest): Promise<EmbedReply> {
    const road = await this.#road()
    const { prefix } = splitName(this.modelId)
    const start = `${prefix}/`
    const model = modelId?.startsWith(start) ? modelId.slice(start.length) : modelId
    if (road.embed) {
      const reply = await road.embed({ ...request, ...(model !== undefined && { modelId: model }) })
      return { ...reply, ...(reply.modelId !== undefined && { modelId: `${start}${reply.modelId}` }) }
    }
    throw new OptionError(`${this.provider} has no vectors here.`, { code: 'unsupported' })
  }
}

async function* through(road: Promise<Road>, request: GenerateRequest): AsyncGenerator<BackendEvent> {
  yield* (await road).generate(request)
}

/** Both spellings: LiteLLM's, and Ollama's own. */
const ollamaTable: OptionTable = {
  aliases: { ...litellmOptionTable.aliases, ...ollamaOptionTable.aliases },
  native: [...new Set([...litellmOptionTable.native, ...ollamaOptionTable.native])],
}

function providerOf(prefix: string, way: WayTo): string {
  if (way.kind === 'own') return way.row.provider
  return way.kind === 'proxy' ? 'litellm_proxy' : prefix
}

function roadTo(parts: RoadParts, way: WayTo): () => Road | Promise<Road> {
  if (way.kind === 'own') {
    let loading: Promise<Road> | undefined
    return () => {
      loading ??= way.row.load(parts).catch((error: unknown) => {
        loading = undefined // what was missing may be there by the next call
        throw error
      })
      return loading
    }
  }
  const road = way.kind === 'chat' ? chatRoad(parts, way.row) : throughProxy(parts, way.why)
  return () => road
}

/** LiteLLM's `openai/responses/…` is OpenAI's other protocol. */
function chatRoad(parts: RoadParts, row: ChatProvider): Road {
  const rest = /^responses\/(.+)$/.exec(parts.model)?.[1]
  return parts.prefix === 'openai' && rest !== undefined
    ? responsesRoad(parts, rest)
    : new ChatRoad(parts, row)
}

/** The whole name goes to the proxy, which knows the rest. */
function throughProxy(parts: RoadParts, why: string): Road {
  const row = chatProviders['litellm_proxy']
  if (row && firstSet(['LITELLM_PROXY_API_BASE'], parts.env)) {
    const model = `${parts.prefix}/${parts.model}`
    return new ChatRoad({ ...parts, prefix: 'litellm_proxy', model, baseURL: undefined }, row)
  }
  throw new OptionError(
    `"${parts.prefix}" is reached through a LiteLLM proxy only, since ${why}: set LITELLM_PROXY_API_BASE (and LITELLM_PROXY_API_KEY) to yours.`,
    { code: 'unsupported' },
  )
}
