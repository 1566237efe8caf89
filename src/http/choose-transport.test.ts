import { afterEach, expect, it } from 'vitest'
import { chooseTransport } from './choose-transport.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import type { Fetch, HttpRequest } from './transport.ts'

const builtIn = globalThis.fetch

afterEach(() => {
  globalThis.fetch = builtIn
})

const { signal } = new AbortController()
const request = (): HttpRequest => ({
  method: 'POST',
  url: 'http://nobody.test/',
  headers: { 'x-a': 'b' },
  body: '{}',
  signal,
})

it('uses a given fetch, and asks it to follow no redirect', async () => {
  const calls: unknown[] = []
  const fetch: Fetch = async (url, init) => {
    calls.push([url, init?.method, init?.redirect, init?.body])
    return new Response('given', { status: 201, headers: { 'x-kind': 'given' } })
  }
  const response = await chooseTransport({ fetch, env: {} })(request())
  expect([response.status, response.headers.get('x-kind'), await response.text()]).toEqual([
    201,
    'given',
    'given',
  ])
  expect(calls).toEqual([['http://nobody.test/', 'POST', 'manual', '{}']])
})

it('uses a global fetch that was patched late, and not the built-in one', async () => {
  const server = await startFakeOllama()
  const send = chooseTransport({ env: {} })
  const greeting = async (): Promise<string> => {
    const response = await send({ method: 'GET', url: server.url, headers: {}, signal })
    return response.text()
  }
  expect(await greeting()).toBe('Ollama is running')
  globalThis.fetch = async () => new Response('patched')
  expect(await greeting()).toBe('patched')
  globalThis.fetch = builtIn
  expect(await greeting()).toBe('Ollama is running')
  // the connection of the built-in fetch would name itself
  expect(server.requests.every(({ headers }) => headers['user-agent'] === undefined)).toBe(true)
  await server.close()
})

it('ends with the abort even where a fetch does not look at its signal', async () => {
  const caller = new AbortController()
  const deaf: Fetch = () => new Promise<Response>(() => {})
  const pending = chooseTransport({ fetch: deaf, env: {} })({ ...request(), signal: caller.signal })
  caller.abort(new Error('enough'))
  await expect(pending).rejects.toThrow('enough')
})

it('cancels a body that is still being read', async () => {
  const caller = new AbortController()
  let cancelled = false
  const endless: Fetch = async () =>
    new Response(new ReadableStream({ cancel: () => void (cancelled = true) }))
  const response = await chooseTransport({ fetch: endless, env: {} })({ ...request(), signal: caller.signal })
  const text = response.text()
  caller.abort(new Error('enough'))
  await expect(text).rejects.toThrow('enough')
  expect(cancelled).toBe(true)
})
