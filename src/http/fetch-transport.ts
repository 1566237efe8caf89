import { CancelScope } from '../util/cancel-scope.ts'
import { abortable } from '../util/abortable.ts'
import { readText } from './read-text.ts'
import type { Fetch, HttpResponse, Transport } from './transport.ts'

/** A transport over any `fetch`, also one that does not look at its signal. */
export function fetchTransport(fetch: Fetch): Transport {
  return async ({ method, url, headers, body, signal: given }) => {
    const signal = given instanceof CancelScope ? given.signal : given
    signal.throwIfAborted()
    const sent = fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    })
    return toHttpResponse(await abortable(sent, signal), signal)
  }
}

function toHttpResponse(response: Response, signal: AbortSignal): HttpResponse {
  const reader = (
    response.body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() })
  ).getReader()
  // a failed cancel has nobody left to tell
  const discard = (): void => void reader.cancel().catch(() => {})
  async function* body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { done, value } = await abortable(reader.read(), signal)
      if (done) return
      yield value
    }
  }
  signal.addEventListener('abort', discard, { once: true })
  const forget = (): void => signal.removeEventListener('abort', discard)
  reader.closed.then(forget, forget)
  return {
    // a browser hides a redirect behind 0
    status: response.type === 'opaqueredirect' ? 302 : response.status,
    headers: response.headers,
    body: body(),
    text: () => readText(body()),
    release: () => void drain(body()),
    discard,
  }
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of body);
  } catch {
    // whatever came after the end
  }
}
