import type { BackendEvent, Capabilities, GenerateRequest, PrepareRequest } from '../../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../../core/embedding.ts'
import { BackendError } from '../../core/backend-error.ts'
import { chooseTransport } from '../../http/choose-transport.ts'
import { send, type Endpoint, type Reply } from '../../http/endpoint.ts'
import type { Transport } from '../../http/transport.ts'
import { abortable } from '../../util/abortable.ts'
import type { Cancellable } from '../../util/cancel-scope.ts'
import { cancellable } from '../../util/lazy-signal.ts'
import { maskURL } from '../../util/mask-secrets.ts'
import { withoutUser } from '../../util/without-user.ts'
import type { ReplyStart } from '../wire/encoded-request.ts'
import { eventDecoder } from '../wire/event-decoder.ts'
import { exchange } from '../wire/exchange.ts'
import { openaiChatRequest } from '../wire/openai-chat-request.ts'
import { OpenAIChatReader } from '../wire/openai-chat-stream.ts'
import { listModels, type ListedModel } from '../wire/openai-models.ts'
import { openaiQuirks, type OpenAIQuirks } from '../wire/openai-quirks.ts'
import { chatHeaders } from './chat-headers.ts'
import type { ChatProvider } from './chat-provider.ts'
import { entraToken } from './entra-token.ts'
import { firstFilled } from './fill-template.ts'
import { firstSet } from './first-set.ts'
import { fitRequest } from './fit-request.ts'
import { takeControl, type LiteLLMControl } from './litellm-control.ts'
import { modelNameAt } from './model-name-at.ts'
import { type ProviderAddress, providerAddress, requestURL } from './provider-address.ts'
import type { Road, RoadParts } from './road.ts'

interface Posted {
  readonly signal: Cancellable
  readonly headers?: GenerateRequest['headers'] | undefined
  readonly accept?: string
  readonly control?: LiteLLMControl
}

/** A provider of the table, over the codec for Chat Completions. */
export class ChatRoad implements Road {
  readonly #parts: RoadParts
  readonly #row: ChatProvider
  readonly #model: string
  readonly #address: ProviderAddress
  readonly #endpoint: Endpoint

  /** @throws OptionError where it has no address. */
  constructor(parts: RoadParts, row: ChatProvider) {
    const transport = chooseTransport({ fetch: parts.fetch, env: parts.env })
    this.#parts = withToken(parts, row, transport)
    this.#row = row
    this.#model = modelNameAt(parts.model, row)
    this.#address = providerAddress(parts.prefix, row, { given: parts.baseURL, env: parts.env })
    this.#endpoint = {
      provider: parts.prefix,
      transport,
      hints: {
        unreachable: 'is the server running, and is `baseURL` right?',
        unauthorized: `check ${['`apiKey`', ...row.keys].join(' or ')}.`,
        modelNotFound: `"${this.#model}" is not served here, or not to this key.`,
      },
    }
  }

  /** A server of one's own is asked for its list of models, and forgiven for not having one. */
  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    const lacks = (member: string): boolean => this.#row.unsupported?.includes(member) ?? false
    const listed = await this.#listed(signal).catch((error: unknown) => {
      signal.throwIfAborted()
      if (error instanceof BackendError) return undefined
      throw error
    })
    const own = listed?.find(({ id }) => id === this.#model)
    return {
      schema: this.#row.schema === undefined && !lacks('response_format'),
      tools: !lacks('tools'),
      thinking: this.#row.thinking !== 'no',
      // servers of one's own differ, by their parsers
      ...(!this.#row.keyless && { schemaWithThinking: true }),
      schemaWithTools: this.#quirks(this.#address.base).official,
      logprobs: !lacks('logprobs'),
      images: true,
      prefill: false,
      // many take `n` and give one answer all the same
      candidates: !lacks('n') && (this.#quirks(this.#address.base).official || own?.ownedBy === 'vllm'),
      adapters: [],
      ...(own?.contextLength !== undefined && { contextLength: own.contextLength }),
    }
  }

  /** Looks for the key, and asks a server of one's own whether it is there. */
  async prepare({ signal }: PrepareRequest): Promise<void> {
    await chatHeaders(this.#parts, this.#row, this.#address)
    await this.#listed(signal)
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const signal = cancellable(request)
    let start: ReplyStart = { receipt: { schema: 'none' }, warnings: [] }
    const open = async (): Promise<Reply> => {
      const { request: bare, control, warnings } = takeControl(request)
      const fit = { prefix: this.#parts.prefix, model: this.#model, row: this.#row, control, warnings }
      const fitted = fitRequest(bare, fit)
      const quirks = this.#quirks(control.apiBase ?? this.#address.base)
      const { body, receipt, warnings: more, ...who } = openaiChatRequest(fitted, this.#model, quirks)
      const schema = request.schema && receipt.schema === 'none' ? 'requested' : receipt.schema
      start = { receipt: { ...receipt, schema }, warnings: [...warnings.all, ...more], ...who }
      const accept = request.transport === 'stream' ? 'text/event-stream' : 'application/json'
      return this.#post('chat/completions', body, { signal, headers: fitted.headers, accept, control })
    }
    const reader = new OpenAIChatReader(request, () => start)
    return exchange({ open, decoder: eventDecoder, reader, signal })
  }

  async embed({ modelId, ...request }: EmbedRequest): Promise<EmbedReply> {
    const { openaiEmbed } = await import('../wire/openai-embed.ts')
    const post = (body: string): Promise<Reply> => this.#post('embeddings', body, request)
    const model = modelId ?? this.#model
    return openaiEmbed(request, { modelId: model, quirks: this.#quirks(this.#address.base), post })
  }

  /** Nothing where it is no server of one's own. */
  async #listed(signal: AbortSignal): Promise<readonly ListedModel[] | undefined> {
    if (!this.#row.keyless) return undefined
    const path = (this.#row.path ?? 'chat/completions').replace('chat/completions', 'models')
    const headers = await abortable(chatHeaders(this.#parts, this.#row, this.#address), signal)
    const url = requestURL(this.#address.base, path, {})
    return listModels(this.#endpoint, { method: 'GET', url, headers, signal })
  }

  async #post(
    path: 'chat/completions' | 'embeddings',
    body: string,
    { signal, headers: more, accept = 'application/json', control }: Posted,
  ): Promise<Reply> {
    const given = control?.apiBase
    const { env, prefix } = this.#parts
    const address = given === undefined ? this.#address : providerAddress(prefix, this.#row, { given, env })
    const own = await abortable(chatHeaders(this.#parts, this.#row, address), signal)
    const headers = { 'content-type': 'application/json', accept, ...own, ...more }
    const url = this.#url(address.base, path, control)
    return send(this.#endpoint, { method: 'POST', url, headers, body, signal })
  }

  #url(base: string, path: string, control: LiteLLMControl | undefined): string {
    // an address of Azure's newer kind has no deployments and no versions
    if (/\/openai\/v1\/?$/.test(base)) return requestURL(base, path, {})
    const { path: own = 'chat/completions', query = {} } = this.#row
    const template = own.replace('chat/completions', path)
    const filled = template.replace('{model}', encodeURIComponent(this.#model))
    const values: Record<string, string> = {}
    for (const [name, templates] of Object.entries(query)) {
      const value = (name === 'api-version' && control?.apiVersion) || firstFilled(templates, this.#parts.env)
      if (value) values[name] = value
    }
    return requestURL(base, filled, values)
  }

  #quirks(base: string): OpenAIQuirks {
    const known = openaiQuirks(maskURL(withoutUser(base)), this.#row.maxTokensField)
    return this.#row.strictDialect ? { ...known, official: true } : known
  }
}

function withToken(parts: RoadParts, row: ChatProvider, transport: Transport): RoadParts {
  if (row.token === undefined || parts.apiKey !== undefined || firstSet(row.keys, parts.env)) return parts
  const apiKey = entraToken(parts.env, transport)
  return apiKey ? { ...parts, apiKey } : parts
}
