import { once } from 'node:events'
import { createServer as createSecureServer } from 'node:https'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { transportFailures } from '../../test/failure-payloads/transport-failures-table.ts'
import { leaksOf, shownForms } from '../../test/secret-traces.ts'
import { selfSigned } from '../../test/self-signed.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Fetch } from '../http/transport.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { OllamaModelBackend } from './ollama.ts'
import { OpenAIBackend } from './openai.ts'

const KEY = 'sk-live-4f9A7c2E8b1D6a3F'

interface Place {
  readonly baseURL: string
  readonly fetch?: Fetch | undefined
}

async function failureAt({ baseURL, fetch }: Place, signal?: AbortSignal): Promise<unknown> {
  const backend = new OpenAIBackend({ modelId: 'tiny', apiKey: KEY, baseURL, fetch, env: {} })
  const m = new MelleaSession({ backend, maxRetries: 0 })
  return m.instruct('Hi.', { signal }).catch((reason: unknown) => reason)
}

async function backendErrorAt(place: Place): Promise<BackendError> {
  const error = await failureAt(place)
  if (!(error instanceof BackendError)) throw new Error('no BackendError', { cause: error })
  expect(leaksOf(KEY, shownForms(error))).toEqual([])
  return error
}

describe('a transport that throws', () => {
  it.each(transportFailures)(
    '$error: $means, again: $again',
    async ({ error: code, means, again, source }) => {
      expect(source).toMatch(/^https:/)
      const cause = Object.assign(new Error(`failed with ${KEY}`), { code })
      const thrown = [
        new TypeError('fetch failed', { cause }),
        cause,
        new AggregateError([cause], 'all failed'),
      ]
      for (const each of thrown) {
        const fetch: Fetch = () => Promise.reject(each)
        const error = await backendErrorAt({ baseURL: 'https://models.test/v1', fetch })
        expect([error.code, error.retryable, error.status]).toEqual([means, again, undefined])
        expect(error.message).toContain(`no reply, tried https://models.test/v1/chat/completions (${code}): `)
        expect(error.cause).toBeInstanceOf(Error)
      }
    },
  )

  it('knows the timeout of the platform', async () => {
    const fetch: Fetch = () => Promise.reject(new DOMException('It took too long.', 'TimeoutError'))
    const error = await backendErrorAt({ baseURL: 'https://models.test/v1', fetch })
    expect([error.code, error.retryable]).toEqual(['timeout', true])
  })

  it.each(['UND_ERR_BODY_TIMEOUT', 'UND_ERR_SOCKET', 'ECONNRESET'])(
    'tells a body that broke off with %s, and keeps its text',
    async (code) => {
      const fetch: Fetch = () => Promise.resolve(new Response(breakingBody(code)))
      const backend = new OllamaModelBackend({ modelId: 'tiny', fetch, env: {} })
      const error: unknown = await new MelleaSession({ backend, maxRetries: 0 })
        .instruct('Hi.')
        .catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'malformed-reply', retryable: true, text: 'Hel' })
      expect(String(error)).toContain('ask again')
    },
  )
})

function breakingBody(code: string): ReadableStream<Uint8Array> {
  const line = `${JSON.stringify({ model: 'tiny', message: { content: 'Hel' }, done: false })}\n`
  const steps: ((stream: ReadableStreamDefaultController<Uint8Array>) => void)[] = [
    (stream) => stream.enqueue(new TextEncoder().encode(line)),
    (stream) => stream.error(Object.assign(new TypeError('terminated'), { code })),
  ]
  return new ReadableStream({ pull: (stream) => steps.shift()?.(stream) }, { highWaterMark: 0 })
}

const transports: readonly { readonly name: string; readonly fetch: Fetch | undefined }[] = [
  { name: 'node:http', fetch: undefined },
  { name: 'fetch', fetch: (input, init) => globalThis.fetch(input, init) },
]

describe.each(transports)('a real connection over $name', ({ fetch }) => {
  let server: Server | undefined
  const sockets = new Set<Socket>()
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    if (!server?.listening) return
    server.close()
    await once(server, 'close')
  })

  async function listen(each: Server, scheme = 'http'): Promise<Place> {
    server = each
    each.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
    each.listen(0, '127.0.0.1')
    await once(each, 'listening')
    const { port } = each.address() as AddressInfo
    return { baseURL: `${scheme}://127.0.0.1:${port}/v1`, fetch }
  }

  /** A server that does `answer` once it has heard something. */
  const hearing = (answer: (socket: Socket) => unknown, scheme?: string): Promise<Place> =>
    listen(
      createServer((socket) => void socket.once('data', () => answer(socket))),
      scheme,
    )

  it('is refused where nobody listens', async () => {
    const place = await hearing(() => {})
    server?.close()
    const error = await backendErrorAt(place)
    expect([error.code, error.retryable]).toEqual(['unreachable', true])
    expect(error.message).toContain('ECONNREFUSED')
  })

  it.each([
    ['reset', (socket: Socket): unknown => socket.resetAndDestroy()],
    ['closed', (socket: Socket): unknown => socket.end()],
  ] as const)('is %s before there is a reply', async (_, answer) => {
    const error = await backendErrorAt(await hearing(answer))
    expect([error.code, error.retryable]).toEqual(['unreachable', true])
  })

  it('leads to something that speaks no HTTP', async () => {
    const error = await backendErrorAt(await hearing((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')))
    expect([error.code, error.retryable]).toEqual(['unreachable', false])
    expect(error.message).toContain('HTTP is not what is spoken there')
  })

  it('leads to something that speaks no TLS', async () => {
    const error = await backendErrorAt(
      await hearing((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'https'),
    )
    expect([error.code, error.retryable]).toEqual(['unreachable', false])
    expect(error.message).toContain('should `baseURL` begin with http://?')
  })

  it('leads to a server whose certificate nobody trusts', async () => {
    const secure = createSecureServer(selfSigned, (_, outgoing) => outgoing.end())
    const error = await backendErrorAt(await listen(secure, 'https'))
    expect([error.code, error.retryable]).toEqual(['unreachable', false])
    expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS')
  })

  const chunk = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hel' } }] })}\n\n`
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'
  it.each([
    ['reset', `${head}transfer-encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n`, true],
    ['closed before its length', `${head}content-length: 9999\r\n\r\n${chunk}`, false],
    [
      'closed before its last chunk',
      `${head}transfer-encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n`,
      false,
    ],
    ['closed in the middle of a frame', `${head}\r\n${chunk}data: {"choices":[{"ind`, false],
  ] as const)('is %s in the middle, and the text is kept', async (_, bytes, reset) => {
    const place = await hearing((socket) => {
      socket.write(bytes, () => setImmediate(() => (reset ? socket.resetAndDestroy() : socket.end())))
    })
    const error = await backendErrorAt(place)
    expect([error.code, error.retryable]).toEqual(['malformed-reply', expect.any(Boolean)])
    // a reset may overtake what was sent before it
    expect(['Hel', ...(reset ? [''] : [])]).toContain(error.text)
  })

  it('passes on the reason of the caller, untouched', async () => {
    const stop = new AbortController()
    const reason = new Error('mine')
    const place = await hearing(() => stop.abort(reason))
    expect(await failureAt(place, stop.signal)).toBe(reason)
  })
})
