import type { Readable } from 'node:stream'
import { PushIterable } from '../util/push-iterable.ts'

/** The bytes of a stream, as they come; it stays open when nobody wants more. */
export function bytesOf(content: Readable): PushIterable<Uint8Array> {
  // who reads learns of it there; without a listener it would end the process
  content.on('error', () => {})
  return new PushIterable(
    (push, reader) =>
      new Promise((fulfil, reject) => {
        const done = (settle: () => void): void => {
          content.off('data', take).off('end', end).off('error', fail).off('close', close)
          settle()
        }
        const end = (): void => done(fulfil)
        const fail = (error: unknown): void => done(() => reject(error))
        const close = (): void => fail(content.errored ?? new Error('The connection was closed.'))
        const pause = (settle: () => void): void => {
          content.pause()
          done(settle)
        }
        const take = (bytes: Uint8Array): void => {
          try {
            if (!push(bytes)) pause(fulfil)
          } catch (error) {
            pause(() => reject(error))
          }
        }
        if (content.readableEnded) return fulfil()
        if (content.destroyed) return close()
        content.on('data', take).once('end', end).once('error', fail).once('close', close)
        reader?.whenAborted(() => pause(fulfil))
        content.resume()
      }),
  )
}
