import type { Reply } from '../../http/endpoint.ts'
import type { Decoder } from '../../util/lines.ts'
import { sseDecoder } from '../../util/sse.ts'
import { wholeDecoder } from './exchange.ts'

/** By what the server says that it sends: some answer a request for a stream with one reply. */
export function eventDecoder({ response }: Reply): Decoder<string> {
  if (/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return wholeDecoder()
  const events = sseDecoder()
  return {
    push: (bytes) => events.push(bytes).map(({ data }) => data),
    end: () => [],
  }
}
