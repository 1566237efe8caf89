import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nodeTransport } from './node-transport.ts'
import type { HttpRequest, HttpResponse } from './transport.ts'

let server: Server
let answer: RequestListener
let url: string
let connections: number

beforeEach(async () => {
  connections = 0
  server = createServer((incoming, outgoing) => answer(incoming, outgoing))
  server.on('connection', () => (connections += 1))
  url = await listen(server)
})

afterEach(() => close(server))

async function listen(each: Server): Promise<string> {
  each.listen(0, '127.0.0.1')
  await once(each, 'listening')
  const { port } = each.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

async function close(each: Server): Promise<void> {
  each.closeAllConnections()
  each.close()
  await once(each, 'close')
}

const send = nodeTransport({})
const get = (more: Partial<HttpRequest> = {}): Promise<HttpResponse> =>
  send({ method: 'GET', url, headers: {}, signal: new AbortController().signal, ...more })

it('sends a body with its length and reads status, headers and text', async () => {
  let seen: IncomingMessage | undefined
  answer = (incoming, outgoing) => {
    seen = incoming
    outgoing.writeHead(418, { 'x-kind': 'pot' })
    incoming.pipe(outgoing)
  }
  const response = await get({ method: 'POST', body: 'grüß', headers: { 'x-a': 'b' } })
  expect([response.status, response.headers.get('X-Kind'), response.headers.get('none')]).toEqual([
    418,
    'pot',
    null,
  ])
  expect(await response.text()).toBe('grüß')
  expect(seen?.headers).toMatchObject({ 'content-length': '6', 'x-a': 'b', 'accept-encoding': 'identity' })
})

it('uses one connection for one request after another', async () => {
  answer = (_, outgoing) => void outgoing.end('x')
  for (let count = 0; count < 3; count++) await (await get()).text()
  expect(connections).toBe(1)
})

it('gives the connection back when what counts has been read', async () => {
  const ended = new Promise<() => Promise<unknown>>((fulfil) => {
    answer = (_, outgoing) => {
      outgoing.write('first line\n')
      fulfil(() => once(outgoing.end('rest'), 'close'))
    }
  })
  const response = await get()
  for await (const bytes of response.body) {
    expect(String(bytes)).toBe('first line\n')
    break
  }
  response.release()
  await (
    await ended
  )()
  for (let turns = 0; turns < 10; turns++) await new Promise((done) => setImmediate(done))
  answer = (_, outgoing) => void outgoing.end('x')
  expect(await (await get()).text()).toBe('x')
  expect(connections).toBe(1)
})

it('unpacks what was packed without being asked', async () => {
  const packed = { gzip: gzipSync('hello'), br: brotliCompressSync('hello') }
  for (const [encoding, bytes] of Object.entries(packed)) {
    answer = (_, outgoing) => void outgoing.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    expect(await (await get()).text()).toBe('hello')
  }
})

/** The next request's reply, once it has arrived. */
function arrival(begin: (outgoing: ServerResponse) => void): Promise<ServerResponse> {
  return new Promise((fulfil) => {
    answer = (_, outgoing) => {
      begin(outgoing)
      fulfil(outgoing)
    }
  })
}

it('closes the socket on abort before the reply', async () => {
  const caller = new AbortController()
  const arrived = arrival(() => {})
  const pending = get({ signal: caller.signal })
  const gone = once(await arrived, 'close')
  caller.abort(new Error('enough'))
  await expect(pending).rejects.toThrow('enough')
  await gone
})

it('closes the socket on abort in the middle of the reply', async () => {
  const caller = new AbortController()
  const arrived = arrival((outgoing) => void outgoing.write('first'))
  const text = (await get({ signal: caller.signal })).text()
  const gone = once(await arrived, 'close')
  caller.abort()
  await expect(text).rejects.toBeDefined()
  await gone
})

it('sends nothing for a signal that was aborted before', async () => {
  answer = () => expect.unreachable()
  await expect(get({ signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early')
})

it('asks again over a fresh connection when a kept one had been closed', async () => {
  answer = (_, outgoing) => void outgoing.end('x')
  await (await get()).text()
  let calls = 0
  answer = (incoming, outgoing) => {
    calls += 1
    if (calls === 1) incoming.socket.destroy()
    else outgoing.end('y')
  }
  expect(await (await get()).text()).toBe('y')
  expect(connections).toBe(2)
})

it('does not ask again when a fresh connection is closed', async () => {
  let calls = 0
  answer = (incoming) => {
    calls += 1
    incoming.socket.destroy()
  }
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(calls).toBe(1)
})

it('leaves what nobody reads on the wire', async () => {
  let written = 0
  const big = Buffer.alloc(1 << 20)
  const full = new Promise<void>((fulfil) => {
    answer = (_, outgoing) => {
      while (outgoing.write(big) && written < 256) written += 1
      fulfil()
    }
  })
  const response = await get()
  await full
  expect(written).toBeLessThan(256)
  response.discard()
})

it('asks a proxy for the whole address', async () => {
  const seen: unknown[] = []
  answer = (incoming, outgoing) => {
    seen.push(incoming.url, incoming.headers.host, incoming.headers['proxy-authorization'])
    outgoing.end('via proxy')
  }
  const proxied = nodeTransport({ http_proxy: url.replace('http://', 'http://me:pw@') })
  const response = await proxied({
    method: 'GET',
    url: 'http://models.test/api?x=1',
    headers: {},
    signal: new AbortController().signal,
  })
  expect(await response.text()).toBe('via proxy')
  expect(seen).toEqual(['http://models.test/api?x=1', 'models.test', `Basic ${btoa('me:pw')}`])
})

it('opens a tunnel for https, and says when it is refused', async () => {
  const asked: string[] = []
  server.on('connect', (incoming: IncomingMessage, socket) => {
    asked.push(incoming.url ?? '')
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  const proxied = nodeTransport({ https_proxy: url })
  const request = {
    method: 'GET',
    url: 'https://models.test/',
    headers: {},
    signal: new AbortController().signal,
  } as const
  await expect(proxied(request)).rejects.toThrow(/refused to open a tunnel: status 407/)
  expect(asked).toEqual(['models.test:443'])
})

it('keeps no process alive', async () => {
  answer = (_, outgoing) => void outgoing.end('x')
  const module = new URL('node-transport.ts', import.meta.url).href
  const program = `
    import { nodeTransport } from '${module}'
    const signal = new AbortController().signal
    const response = await nodeTransport({})({ method: 'GET', url: '${url}', headers: {}, signal })
    process.stdout.write(await response.text())`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  expect(server.listening).toBe(true)
})
