import type { EmbedReply, EmbedRequest, Vector } from '../../core/embedding.ts'
import type { Reply } from '../../http/endpoint.ts'
import { fromBase64 } from '../../util/base64.ts'
import { embedFailure } from './embed-failure.ts'
import { mergeBody } from './merge-body.ts'
import type { OpenAIQuirks } from './openai-quirks.ts'
import { openaiUsage } from './openai-usage.ts'
import { toVectors } from './to-vectors.ts'
import { wholeReply } from './whole-reply.ts'

export interface OpenAIEmbedOptions {
  readonly modelId: string
  readonly quirks: OpenAIQuirks
  readonly post: (body: string) => Promise<Reply>
}

/**
 * `POST /embeddings`. OpenAI is asked for base64, a third of the size; of the others many know only lists, and some fail when they are
 * asked for anything else. Both are read, whatever was asked for.
 */
export async function openaiEmbed(
  { texts, dimensions, extraBody, signal }: EmbedRequest,
  { modelId, quirks, post }: OpenAIEmbedOptions,
): Promise<EmbedReply> {
  const body = mergeBody(
    { model: modelId, input: texts, dimensions, encoding_format: quirks.official ? 'base64' : undefined },
    extraBody,
  )
  try {
    const { body: reply, sent } = await wholeReply(() => post(JSON.stringify(body)), signal)
    const usage = openaiUsage(reply['usage'])
    return {
      vectors: toVectors(inOrder(reply['data']), texts.length, sent),
      ...(typeof reply['model'] === 'string' && { modelId: reply['model'] }),
      ...(usage && { usage }),
    }
  } catch (error) {
    throw embedFailure(error, modelId)
  }
}

/** By `index`, where there is one: servers that work in parallel may answer in any order. */
function inOrder(data: unknown): unknown {
  if (!Array.isArray(data)) return data
  const entries = data.map((entry: unknown, at) => {
    const { index = at, embedding } = Object(entry) as {
      readonly index?: number
      readonly embedding?: unknown
    }
    return { index, vector: typeof embedding === 'string' ? decoded(embedding) : embedding }
  })
  const sorted = entries.toSorted((a, b) => a.index - b.index)
  // an index that comes twice says nothing of whose vector it is
  return sorted.every(({ index }, at) => index === at) ? sorted.map(({ vector }) => vector) : undefined
}

/** Numbers of 32 bits, the lowest byte first; nothing for a text that is something else. */
function decoded(base64: string): Vector | undefined {
  let bytes: Uint8Array
  try {
    bytes = fromBase64(base64)
  } catch {
    return undefined
  }
  if (bytes.length % 4 !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true))
}
