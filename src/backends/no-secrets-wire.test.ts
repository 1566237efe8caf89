import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Backend } from '../core/backend.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startSession } from '../session/start-session.ts'
import { leaksOf, shownForms } from '../../test/secret-traces.ts'
import { OllamaModelBackend } from './ollama.ts'
import { OpenAIBackend } from './openai.ts'

const secret = 'sk-live-4f9A7c2E8b1D6a3F'
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Answer = (seen: string, response: ServerResponse) => void

/** A server on this machine, and what it has seen of each request. */
async function listen(answer: Answer): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const values = Object.values(request.headers).map(String)
    const pairs = values.map((value) => Buffer.from(value.replace(/^Basic /, ''), 'base64').toString())
    seen.push([request.url, ...values, ...pairs].join('\n'))
    answer(seen.at(-1) ?? '', response)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen }
}

const make = {
  ollama: (baseURL: string, options: object): Backend =>
    new OllamaModelBackend({ baseURL, env: {}, ...options }),
  openai: (baseURL: string, options: object): Backend =>
    new OpenAIBackend({ modelId: 'tiny', baseURL: `${baseURL}/v1`, env: {}, ...options }),
}

async function traces(backend: Backend, signal?: AbortSignal): Promise<string> {
  const m = new MelleaSession({ backend, maxRetries: 0 })
  const works = [m.chat('Hello.', { signal }), m.embed('a', { signal })]
  const outcomes = await Promise.all(works.map((work) => work.catch((error: unknown) => error)))
  return [m, backend, m.ledger, ...outcomes].map(shownForms).join('\n')
}

const repeats: Answer = (seen, response) => {
  response.writeHead(401, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message: `who is ${seen}?` } }))
}

for (const [name, backend] of Object.entries(make))
  describe(`${name}, over real connections`, () => {
    it('shows no key that a server repeats, nor one that follows a redirect', async () => {
      const { url, seen } = await listen(repeats)
      const away = await listen((_, response) =>
        response.writeHead(302, { location: `${url}/?key=${secret}` }).end(),
      )
      for (const place of [url, away.url])
        expect(leaksOf(secret, await traces(backend(place, { apiKey: secret })))).toEqual([])
      expect(seen.join('\n')).toContain(secret)
      // no key goes to another origin
      expect(seen).toHaveLength(2)
    })

    it('shows no password of its own address', async () => {
      const { url, seen } = await listen(repeats)
      const place = url.replace('://', `://somebody:${secret}@`)
      expect(leaksOf(secret, await traces(backend(place, {})))).toEqual([])
      expect(seen.join('\n')).toContain(secret)
    })

    it('shows no password of a proxy that repeats it', async () => {
      const proxy = await listen((seen, response) => response.writeHead(407).end(`who is ${seen}?`))
      const http_proxy = proxy.url.replace('://', `://somebody:${secret}@`)
      const place = backend('http://models.test', { env: { http_proxy } })
      expect(leaksOf(secret, await traces(place))).toEqual([])
      expect(proxy.seen.join('\n')).toContain(secret)
    })

    it('shows no key when nobody answers, or the key is none', async () => {
      const { url } = await listen(repeats)
      servers.splice(0).forEach((server) => server.close())
      for (const apiKey of [secret, `${secret}\n`, `${secret}\u{1F511}`])
        expect(leaksOf(secret, await traces(backend(url, { apiKey })))).toEqual([])
    })

    it('shows no key when a connection breaks, or is cut off by the caller', async () => {
      const broken = await listen((seen, response) => {
        response.write(`{"model":"m","debug":${JSON.stringify(seen)}`, () => response.destroy())
      })
      expect(leaksOf(secret, await traces(backend(broken.url, { apiKey: secret })))).toEqual([])
      const stop = new AbortController()
      const slow = await listen((seen, response) => {
        response.write(`{"model":"m","debug":${JSON.stringify(seen)}`)
        if (slow.seen.length === 2) stop.abort()
      })
      expect(leaksOf(secret, await traces(backend(slow.url, { apiKey: secret }), stop.signal))).toEqual([])
    })
  })

describe('an address that is none', () => {
  const bad = [
    `htp://somebody:${secret}@host/v1`,
    `somebody:${secret}@host`,
    `http://somebody:${secret}/x@host:a`,
  ]

  it('is named without its password', () => {
    for (const baseURL of bad)
      for (const start of [
        () => new OpenAIBackend({ modelId: 'm', baseURL, env: {} }),
        () => new OllamaModelBackend({ baseURL, env: {} }),
        () => new OllamaModelBackend({ env: { OLLAMA_HOST: baseURL } }),
      ])
        expect(leaksOf(secret, caught(start))).toEqual([])
  })

  it('of a proxy, too', async () => {
    for (const http_proxy of [`http://somebody:${secret}@host:a`, `socks5://somebody:${secret}@host`])
      for (const backend of Object.values(make))
        expect(leaksOf(secret, await traces(backend('http://models.test', { env: { http_proxy } })))).toEqual(
          [],
        )
  })
})

it('a session started by name shows none, before and after it is loaded', async () => {
  const { url } = await listen(repeats)
  const m = startSession({
    backendName: 'openai',
    modelId: 'tiny',
    baseURL: `${url}/v1`,
    apiKey: secret,
    maxRetries: 0,
  })
  expect(leaksOf(secret, shownForms(m))).toEqual([])
  const error: unknown = await m.chat('Hello.').catch((reason: unknown) => reason)
  expect(leaksOf(secret, [m, m.backend, error].map(shownForms).join('\n'))).toEqual([])
})

function caught(work: () => unknown): string {
  try {
    return shownForms(work())
  } catch (error) {
    return shownForms(error)
  }
}
