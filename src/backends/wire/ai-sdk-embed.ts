import type { EmbedReply, EmbedRequest } from '../../core/embedding.ts'
import { OptionError } from '../../core/errors.ts'
import type { Sent } from '../../http/sent.ts'
import { abortable } from '../../util/abortable.ts'
import { fromAISDKError } from './ai-sdk-error.ts'
import { optionsKey, type AISDKEmbeddingModel } from './ai-sdk-model.ts'
import { embedFailure } from './embed-failure.ts'
import { toVectors } from './to-vectors.ts'

/** Vectors of a model of the AI SDK, which is one model: another one is another object. */
export async function aiSDKEmbed(
  model: AISDKEmbeddingModel,
  { texts, modelId, dimensions, headers, extraBody, signal }: EmbedRequest,
  sent: Sent,
): Promise<EmbedReply> {
  if (modelId !== undefined && modelId !== model.modelId)
    throw new OptionError(
      `The vectors here are made by "${model.modelId}": "${modelId}" needs a backend of its own.`,
    )
  const hasDimensions = model.specificationVersion === 'v4'
  const own = { ...(!hasDimensions && dimensions !== undefined && { dimensions }), ...extraBody }
  const options = {
    values: [...texts],
    abortSignal: signal,
    ...(hasDimensions && dimensions !== undefined && { dimensions }),
    ...(headers && { headers: { ...headers } }),
    ...(Object.keys(own).length > 0 && { providerOptions: { [optionsKey(model.provider)]: own } }),
  } as never
  try {
    signal.throwIfAborted()
    const { embeddings, usage } = await abortable(model.doEmbed(options), signal)
    return {
      vectors: toVectors(embeddings, texts.length, sent),
      modelId: model.modelId,
      ...(usage && { usage: { inputTokens: usage.tokens, outputTokens: 0 } }),
    }
  } catch (error) {
    signal.throwIfAborted()
    throw embedFailure(await fromAISDKError(error, sent, { text: '', signal }), model.modelId)
  }
}
