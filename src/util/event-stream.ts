import { crc32 } from './crc32.ts'
import type { Decoder } from './lines.ts'

/** One message of AWS' event streams: the headers that are texts, and a payload. */
export interface StreamMessage {
  readonly headers: { readonly [name: string]: string }
  readonly payload: string
}

const PRELUDE = 12
const CHECKSUM = 4
/** More than any message of a model; a larger length is no length. */
const MOST_BYTES = 24 * 1024 * 1024

/** How many bytes a header's value takes, by its type; texts and bytes say it themselves. */
const sizes = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16]
const TEXT = 7
/** Holds nothing back between texts. */
const utf8 = new TextDecoder()

/**
 * Splits bytes into the messages of `application/vnd.amazon.eventstream`, wherever they are cut. What is no such message comes at the end:
 * one without headers, whose payload is all that is left.
 *
 * Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
 */
export function eventStreamDecoder(): Decoder<StreamMessage> {
  let held: Uint8Array = new Uint8Array(0)
  let broken = false
  return {
    push(bytes) {
      held = held.length === 0 ? bytes : joined(held, bytes)
      const messages: StreamMessage[] = []
      while (!broken && held.length >= PRELUDE) {
        const length = lengthOf(held)
        if (length === undefined) broken = true
        else if (held.length < length) break
        else {
          const message = read(held.subarray(0, length))
          if (message) messages.push(message)
          broken = message === undefined
          if (message) held = held.subarray(length)
        }
      }
      return messages
    },
    end() {
      if (held.length === 0) return []
      // what broke off in the middle of a message is not one; what never was one is shown
      return broken || held.length < PRELUDE ? [{ headers: {}, payload: utf8.decode(held) }] : []
    },
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** Of a whole message, when its prelude is one. */
function lengthOf(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes)
  const length = view.getUint32(0)
  if (length < PRELUDE + CHECKSUM || length > MOST_BYTES) return undefined
  return crc32(bytes.subarray(0, 8)) === view.getUint32(8) ? length : undefined
}

function read(message: Uint8Array): StreamMessage | undefined {
  const view = viewOf(message)
  const end = message.length - CHECKSUM
  if (crc32(message.subarray(0, end)) !== view.getUint32(end)) return undefined
  const start = PRELUDE + view.getUint32(4)
  const headers = readHeaders(message.subarray(PRELUDE, start))
  return { headers, payload: utf8.decode(message.subarray(start, end)) }
}

function readHeaders(bytes: Uint8Array): { readonly [name: string]: string } {
  const view = viewOf(bytes)
  const headers: Record<string, string> = {}
  let at = 0
  while (at < bytes.length) {
    const nameEnd = at + 1 + view.getUint8(at)
    const name = utf8.decode(bytes.subarray(at + 1, nameEnd))
    const type = view.getUint8(nameEnd)
    const fixed = sizes[type]
    const start = nameEnd + (fixed === undefined ? 3 : 1)
    const size = fixed ?? view.getUint16(nameEnd + 1)
    if (type === TEXT) headers[name] = utf8.decode(bytes.subarray(start, start + size))
    at = start + size
  }
  return headers
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
