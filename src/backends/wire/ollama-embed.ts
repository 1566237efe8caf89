import type { EmbedReply, EmbedRequest } from '../../core/embedding.ts'
import type { Reply } from '../../http/endpoint.ts'
import { embedFailure } from './embed-failure.ts'
import { mergeBody } from './merge-body.ts'
import { toVectors } from './to-vectors.ts'
import { wholeReply } from './whole-reply.ts'

export interface OllamaEmbedOptions {
  readonly modelId: string
  readonly keepAlive: number | string | undefined
  readonly post: (body: string) => Promise<Reply>
}

/** `POST /api/embed`. A text that is too long is an error: a server left to itself would cut it and say nothing. */
export async function ollamaEmbed(
  { texts, dimensions, extraBody, signal }: EmbedRequest,
  { modelId, keepAlive, post }: OllamaEmbedOptions,
): Promise<EmbedReply> {
  const body = mergeBody(
    { model: modelId, input: texts, truncate: false, dimensions, keep_alive: keepAlive },
    extraBody,
  )
  try {
    const { body: reply, sent } = await wholeReply(() => post(JSON.stringify(body)), signal)
    const { model, embeddings, prompt_eval_count: counted } = reply
    return {
      vectors: toVectors(embeddings, texts.length, sent),
      ...(typeof model === 'string' && { modelId: model }),
      ...(typeof counted === 'number' && { usage: { inputTokens: counted, outputTokens: 0 } }),
    }
  } catch (error) {
    throw embedFailure(error, modelId)
  }
}
