import type { Cancellable } from '../../util/cancel-scope.ts'
import type { BackendEvent } from '../../core/backend.ts'
import type { BackendError } from '../../core/backend-error.ts'
import { MelleaError } from '../../core/errors.ts'
import type { Reply } from '../../http/endpoint.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'
import { explained } from '../../http/status-error.ts'
import type { CancelScope } from '../../util/cancel-scope.ts'
import type { Decoder } from '../../util/lines.ts'
import { eachOf, PushIterable, type Push } from '../../util/push-iterable.ts'
import { decodedText } from '../../util/decoded-text.ts'

/** Makes events of the frames of one reply, whatever carried them. */
export interface ReplyReader {
  /** One JSON text: a line, the data of a server-sent event, a whole body. */
  accept(frame: string, sent: Sent): readonly BackendEvent[]
  /** Nothing that counts will follow. */
  readonly complete: boolean
  /** The last events; none when the reply broke off. */
  finish(sent: Sent): readonly BackendEvent[]
  /** The last events of a reply that the caller cut off. */
  aborted(): readonly BackendEvent[]
  /** What has been generated so far. */
  readonly text: string
}

export interface Exchange {
  readonly open: () => Promise<Reply>
  /** How this reply is framed. */
  readonly decoder: (reply: Reply) => Decoder<string>
  readonly reader: ReplyReader
  readonly signal: Cancellable
}

/**
 * One request and the events of its reply. The caller's abort is an ending, not an error; a reply that breaks off is an error that
 * keeps what was read.
 */
export function exchange(parts: Exchange): PushIterable<BackendEvent> {
  return new PushIterable((push, reader) => run(parts, push, reader))
}

async function run(
  { open, decoder, reader, signal }: Exchange,
  push: Push<BackendEvent>,
  whoReads?: CancelScope,
): Promise<void> {
  let reply: Reply | undefined
  let released = false
  let latest = ''
  let late = 0
  const accept = (frame: string, sent: Sent): boolean => {
    signal.throwIfAborted()
    latest = frame
    return reader.accept(frame, sent).every(push)
  }
  try {
    signal.throwIfAborted()
    reply = await open()
    const { sent, response } = reply
    whoReads?.whenAborted(() => response.discard())
    const frames = decoder(reply)
    let wanted = true
    const isPage = /\bhtml\b/i.test(contentType(reply))
    const body = isPage ? (await import('./odd-reply.ts')).refusePage(reply) : response.body
    await eachOf(body, (bytes) => {
      for (const frame of frames.push(bytes)) {
        if (reader.complete) late += frame === '[DONE]' ? 0 : 1
        else wanted = accept(frame, sent)
        if (!wanted) return false
      }
      return !reader.complete
    })
    signal.throwIfAborted()
    if (!wanted || !frames.end().every((frame) => accept(frame, sent))) return
    const last = reader.finish(sent)
    if (last.length === 0) throw brokenOff(sent, reader, latest)
    released = true
    response.release()
    const isOdd = late > 0 || !/json|stream/i.test(contentType(reply))
    const ends = isOdd ? (await import('./odd-reply.ts')).withOddities(last, reply, late) : last
    ends.every(push)
  } catch (thrown) {
    const error = await explained(thrown)
    if (!signal.aborted)
      throw reply && !MelleaError.isInstance(error) ? brokenOff(reply.sent, reader, latest, error) : error
    reader.aborted().every(push)
  } finally {
    if (!released) reply?.response.discard()
  }
}

function contentType({ response }: Reply): string {
  return response.headers.get('content-type') ?? ''
}

function brokenOff(sent: Sent, { text }: ReplyReader, raw: string, cause?: unknown): BackendError {
  const what = 'the reply broke off before its end; what came of it is in `text`; ask again'
  return malformedReply(what, sent, { raw, text, retryable: true, cause })
}

/** Holds a body back until it is whole: one frame. */
export function wholeDecoder(): Decoder<string> {
  const pieces: Uint8Array[] = []
  return {
    push(bytes) {
      pieces.push(bytes)
      return []
    },
    end: () => [decodedText(pieces)],
  }
}
