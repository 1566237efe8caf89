import type { Reply } from '../../http/endpoint.ts'
import type { Decoder } from '../../util/lines.ts'
import { sseDecoder } from '../../util/sse.ts'
import { wholeDecoder } from './exchange.ts'

/**
 * By what the server sends, and else by what it says that it sends: some answer a request for a stream with one reply, and some put the
 * JSON of a failure where events should be.
 */
export function eventDecoder({ response }: Reply): Decoder<string> {
  if (/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return wholeDecoder()
  const events = sseDecoder()
  let bare: Decoder<string> | undefined
  let begun = false
  return {
    push(bytes) {
      if (!begun && bytes.length > 0) {
        begun = true
        if (beginsLikeJSON(bytes)) bare = wholeDecoder()
      }
      return bare ? bare.push(bytes) : events.push(bytes).map(toFrame)
    },
    end: () => bare?.end() ?? [],
  }
}

/** No line of an event begins so. */
function beginsLikeJSON(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 32)
  return first === 0x7b || first === 0x5b
}

/** An event that is called an error is one, in whatever shape it comes. */
function toFrame({ event, data }: { readonly event: string; readonly data: string }): string {
  if (event !== 'error' || /^\s*\[?\s*{[^]*"(errors?|type)"\s*:/.test(data)) return data
  return `{"error":${isJSON(data) ? data : JSON.stringify(data)}}`
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
