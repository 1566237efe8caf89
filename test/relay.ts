import { startFakeServer } from '../src/testing/fake-server.ts'

/** One request as it went over the wire, and the address that it was meant for. */
interface RelayedRequest {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: Readonly<Record<string, unknown>>
}

/** A `fetch` that takes every request to a server on this machine, which answers as Chat Completions do. */
export interface Relay {
  readonly fetch: typeof globalThis.fetch
  /** The latest request. */
  last(): RelayedRequest
  readonly count: () => number
  close(): Promise<void>
}

const reply = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello!' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
]

/** Starts one. */
export async function startRelay(): Promise<Relay> {
  const server = await startFakeServer(() => ({
    headers: { 'content-type': 'text/event-stream' },
    frames: [...reply.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'],
  }))
  let url = ''
  return {
    fetch: async (input, init) => {
      url = String(input instanceof Request ? input.url : input)
      const { pathname, search } = new URL(url)
      return globalThis.fetch(`${server.url}${pathname}${search}`, init)
    },
    last() {
      const { method = '', headers = {}, body = {} } = server.requests.at(-1) ?? {}
      return { method, url, headers: flat(headers), body }
    },
    count: () => server.requests.length,
    close: () => server.close(),
  }
}

function flat(headers: object): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
