/** Takes the parts of a stream one by one: the part of `ReadableStreamDefaultReader` that is needed. */
interface PartReader {
  read(): PromiseLike<{ readonly done: boolean; readonly value?: unknown }>
  cancel(reason?: unknown): PromiseLike<unknown>
}

/**
 * A language model of the AI SDK, of the editions 2, 3 and 4 of its provider specification, by its shape: `openai('gpt-5')`,
 * `anthropic('…')`, and what any other provider package gives.
 *
 * Source: https://ai-sdk.dev/docs/foundations/providers-and-models
 */
export interface AISDKModel {
  readonly specificationVersion: 'v2' | 'v3' | 'v4'
  readonly provider: string
  readonly modelId: string
  doGenerate(options: never): PromiseLike<object>
  doStream(options: never): PromiseLike<{ readonly stream: { getReader(): PartReader } }>
}

/** An embedding model of the AI SDK, by its shape. */
export interface AISDKEmbeddingModel {
  readonly specificationVersion: 'v2' | 'v3' | 'v4'
  readonly provider: string
  readonly modelId: string
  doEmbed(options: never): PromiseLike<{
    readonly embeddings: readonly (readonly number[])[]
    readonly usage?: { readonly tokens: number } | undefined
  }>
}

/** Which edition of the specification a model was written for. */
export type AISDKEdition = AISDKModel['specificationVersion']

/** Where what only this backend understands is kept between turns. */
export const STATE = 'ai-sdk'

/** Under which name a provider looks for its own options: not always the name that it has. */
export function optionsKey(provider: string): string {
  if (provider.includes('anthropic')) return 'anthropic'
  if (provider.includes('bedrock')) return 'bedrock'
  if (provider.includes('azure')) return 'openai'
  if (provider.includes('google') || provider.includes('vertex')) return 'google'
  return provider.split('.')[0] ?? provider
}
