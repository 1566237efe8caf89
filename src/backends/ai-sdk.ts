/**
 * Any model of the AI SDK, of whatever provider package.
 *
 * @module
 */
import type { Backend, BackendEvent, Capabilities, GenerateRequest } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { OptionTable } from '../core/option-table.ts'
import { toPrices, type Prices } from '../core/price.ts'
import type { Sent } from '../http/sent.ts'
import { aiSDKEmbed } from './wire/ai-sdk-embed.ts'
import { aiSDKExchange } from './wire/ai-sdk-exchange.ts'
import type { AISDKEmbeddingModel, AISDKModel } from './wire/ai-sdk-model.ts'

export type { AISDKEmbeddingModel, AISDKModel }

/** What the models of the AI SDK take beside the portable options. */
export interface AISDKNative {
  /** The portable `maxNewTokens`. */
  readonly maxOutputTokens?: number | undefined
  /** Options of a provider, under its name, as its package has them: `{ openai: { store: false } }`. */
  readonly providerOptions?:
    | { readonly [provider: string]: { readonly [option: string]: unknown } }
    | undefined
}

/** Which model, and what holds for every call of it. */
export interface AISDKBackendOptions {
  /** Made by a provider package: `openai('gpt-5-mini')`. Its key, address and `fetch` are that package's. */
  readonly model: AISDKModel
  /** For `m.embed`: `openai.embeddingModel('…')`. @default none: this backend then has no vectors */
  readonly embeddingModel?: AISDKEmbeddingModel | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<AISDKNative> | undefined
  /** How many calls may run at once. @default no limit */
  readonly concurrency?: number | undefined
  /** What a million tokens cost, for sessions that do not say. @default unknown */
  readonly prices?: Prices | undefined
}

const optionTable: OptionTable = {
  aliases: { maxOutputTokens: 'maxNewTokens' },
  native: ['providerOptions'],
  unsupported: ['contextWindow'],
}

/**
 * A model of the AI SDK, of the editions 2, 3 and 4 of its provider specification, as a backend. What a provider says of its parts
 * (signatures, ids) is kept with the answer, and given back unchanged with the next turn.
 *
 * `provider` is the first word of the model's own: `'openai'` for `'openai.responses'`. What is in `extraBody`, and options that are
 * not known, go to the provider's package as its options; where it shows what it sent, those that it left out are warnings.
 *
 * @example
 * import { MelleaSession } from 'mellea'
 * import { AISDKBackend, type AISDKModel } from 'mellea/backends/ai-sdk'
 * declare const model: AISDKModel // openai('gpt-5-mini'), google('gemini-3-pro'), or any other
 * const m = new MelleaSession({ backend: new AISDKBackend({ model }) })
 *
 * @throws OptionError for what is no such model: a name, or one of another edition.
 */
export class AISDKBackend implements Backend<AISDKNative> {
  readonly spec = 'mellea-backend/1'
  readonly provider: string
  readonly modelId: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable = optionTable
  readonly limits: { readonly concurrency?: number }
  readonly prices: Prices | undefined
  readonly embed?: (request: EmbedRequest) => Promise<EmbedReply>
  declare readonly '~native'?: AISDKNative
  readonly #model: AISDKModel
  readonly #sent: Sent

  constructor({ model, embeddingModel, modelOptions, concurrency, prices }: AISDKBackendOptions) {
    checkModel(model)
    this.#model = model
    this.provider = model.provider.split('.')[0] || 'ai-sdk'
    this.modelId = model.modelId
    this.modelOptions = { ...modelOptions }
    this.prices = toPrices(prices)
    this.limits = concurrency === undefined ? {} : { concurrency }
    this.#sent = sentBy(this.provider, model)
    if (embeddingModel) {
      const sent = this.#sent
      this.embed = (request) => aiSDKEmbed(embeddingModel, request, sent)
    }
  }

  /** What the specification can say; the model is not asked. */
  capabilities(): Capabilities {
    return {
      schema: true,
      tools: true,
      thinking: true,
      logprobs: false,
      images: true,
      prefill: false,
      candidates: false,
      adapters: [],
    }
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    return aiSDKExchange(request, this.#model, this.#sent)
  }
}

function checkModel(model: AISDKModel | undefined): void {
  const { specificationVersion: edition, doStream, doGenerate } = Object(model) as Partial<AISDKModel>
  if (typeof doStream !== 'function' || typeof doGenerate !== 'function')
    throw new OptionError(
      '`model` must be a language model of the AI SDK, as its provider packages make them: `openai("gpt-5-mini")`.',
    )
  if (edition !== 'v2' && edition !== 'v3' && edition !== 'v4')
    throw new OptionError(
      `\`model\` speaks edition "${String(edition)}" of the AI SDK's specification, and this library "v2", "v3" and "v4": take another version of its package.`,
    )
}

function sentBy(provider: string, { modelId, provider: whole }: AISDKModel): Sent {
  return {
    provider,
    url: whole,
    secrets: [],
    hints: {
      unreachable: 'is the server running, and is the address that its provider package was given right?',
      unauthorized: 'check the key that its provider package was given.',
      modelNotFound: `"${modelId}" is not served here, or not to this key.`,
    },
  }
}
