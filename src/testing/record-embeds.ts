import type { Backend } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest, Vector } from '../core/embedding.ts'
import { notedRequest } from './noted-request.ts'
import { recordedError, replayedError, type RecordedEmbed } from './recording.ts'

type Embed = (request: EmbedRequest) => Promise<EmbedReply>

/** Writes down what `backend` makes of texts, where it makes anything of them. */
export function recordingEmbed(
  backend: Backend,
  embeds: RecordedEmbed[],
  save: () => void,
): { readonly embed?: Embed } {
  if (!backend.embed) return {}
  const embed = backend.embed.bind(backend)
  return {
    async embed(request) {
      const place = embeds.push({ request: notedRequest(request) }) - 1
      const note = (outcome: Omit<RecordedEmbed, 'request'>): void => {
        embeds[place] = { request: notedRequest(request), ...outcome }
        save()
      }
      try {
        const reply = await embed(request)
        note({ reply: { ...reply, vectors: reply.vectors.map((vector) => JSON.stringify(vector)) } })
        return reply
      } catch (error) {
        note({ error: recordedError(error) })
        throw error
      }
    },
  }
}

/** Repeats it: matched by the order among equal requests. */
export function replayingEmbed(
  embeds: readonly RecordedEmbed[],
  notRecorded: (key: string, next: string | undefined) => Error,
): Embed {
  const left = embeds.map((one) => ({ key: JSON.stringify(one.request), one }))
  return async (request) => {
    request.signal.throwIfAborted()
    const key = JSON.stringify(notedRequest(request))
    const at = left.findIndex((each) => each.key === key)
    const found = at < 0 ? undefined : left.splice(at, 1)[0]?.one
    if (!found) throw notRecorded(key, left[0]?.key)
    if (!found.reply) throw replayedError(found.error ?? { message: 'The recorded call had not ended.' })
    return { ...found.reply, vectors: found.reply.vectors.map(toVector) }
  }
}

function toVector(text: string): Vector {
  // written by ourselves, above
  return JSON.parse(text) as Vector
}
