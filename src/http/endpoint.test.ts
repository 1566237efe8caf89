import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { BackendError } from '../core/backend-error.ts'
import { send, type Endpoint } from './endpoint.ts'
import { fetchTransport } from './fetch-transport.ts'
import type { HttpRequest } from './transport.ts'

const hints = { unreachable: 'start it.', unauthorized: 'set the key.', modelNotFound: 'get the model.' }
const KEY = 'sk-very-secret-key'

function replying(...replies: readonly (Response | Error)[]): { endpoint: Endpoint; asked: string[] } {
  const asked: string[] = []
  const queue = [...replies]
  const transport = fetchTransport(async (input) => {
    asked.push(input instanceof Request ? input.url : String(input))
    const next = queue.shift() ?? new Response('')
    if (next instanceof Error) throw next
    return next
  })
  return { endpoint: { provider: 'test', transport, hints }, asked }
}

function post(more: Partial<HttpRequest> = {}): HttpRequest {
  const headers = { authorization: `Bearer ${KEY}` }
  return {
    method: 'POST',
    url: 'https://host.test/v1/chat',
    headers,
    signal: new AbortController().signal,
    ...more,
  }
}

async function failure(reply: Response | Error, request = post()): Promise<BackendError> {
  const error: unknown = await send(replying(reply).endpoint, request).catch((reason: unknown) => reason)
  if (error instanceof BackendError) return error
  return expect.unreachable(`not a BackendError: ${String(error)}`)
}

function refusing(
  status: number,
  error: object | string,
  headers: Record<string, string> = {},
): Promise<BackendError> {
  return failure(
    new Response(typeof error === 'string' ? error : JSON.stringify({ error }), { status, headers }),
  )
}

it('tells a missing model from a wrong path', async () => {
  const model = await refusing(404, { message: 'The model `m` does not exist', code: 'model_not_found' })
  expect([model.code, model.message]).toEqual([
    'model-not-found',
    'test: The model `m` does not exist (404): get the model.',
  ])
  const path = await refusing(404, '404 page not found')
  expect(path.code).toBe('bad-request')
  expect(path.message).toContain('there is nothing at https://host.test/v1/chat; check `baseURL`')
})

it('knows a prompt that is too long by its code and by its words', async () => {
  expect((await refusing(400, { message: 'Too big.', code: 'context_length_exceeded' })).code).toBe(
    'context-overflow',
  )
  const words = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."
  expect((await refusing(400, { message: words })).code).toBe('context-overflow')
  expect((await refusing(400, { message: 'the request exceeds the available context size' })).code).toBe(
    'context-overflow',
  )
})

it('does not ask again where the quota is used up, or where the server says so', async () => {
  expect((await refusing(429, { message: 'No quota.', code: 'insufficient_quota' })).retryable).toBe(false)
  expect((await refusing(503, 'Busy.', { 'x-should-retry': 'false' })).retryable).toBe(false)
  expect((await refusing(409, 'Conflict.', { 'x-should-retry': 'true' })).retryable).toBe(true)
})

it('reads the words of a failure in every shape, and no markup', async () => {
  expect((await refusing(400, '{"error":"plain words"}')).message).toBe(
    'test: plain words (400): the request has to change; MELLEA_LOG=debug shows what was sent.',
  )
  expect((await refusing(400, '{"object":"error","message":"vLLM words"}')).message).toContain('vLLM words')
  expect((await refusing(400, '{"error":"{\\"error\\":{\\"message\\":\\"deep words\\"}}"}')).message).toMatch(
    /^test: deep words/,
  )
  expect((await refusing(422, '{"detail":[{"msg":"field required"}]}')).message).toContain('field required')
  expect((await refusing(502, '<html><head><title>Bad\n gateway</title></head></html>')).message).toBe(
    'test: Bad gateway (502): what answered is a gateway, not the server of the model; the server failed, not the request; try again later, or use another model.',
  )
  expect((await refusing(500, '')).message).toMatch(/^test: status 500 without a word: the server failed/)
})

it('says the address and the remedy when nothing answers', async () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const error = await failure(new TypeError('fetch failed', { cause }))
  expect(error.message).toBe('test: no reply, tried https://host.test/v1/chat (ECONNREFUSED): start it.')
  expect([error.code, error.retryable]).toEqual(['unreachable', true])
})

it('passes the abort of the caller through untouched', async () => {
  const reason = new Error('mine')
  const request = post({ signal: AbortSignal.abort(reason) })
  await expect(send(replying().endpoint, request)).rejects.toBe(reason)
})

it('shows no key anywhere', async () => {
  const echo = `Bad key ${KEY} in Bearer ${KEY}`
  const errors = [
    await failure(new Response(JSON.stringify({ error: { message: echo } }), { status: 401 })),
    await failure(new Error('no'), post({ url: `https://me:${KEY}@host.test/?api_key=${KEY}`, headers: {} })),
  ]
  for (const error of errors) expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(KEY)
  expect(errors[0]?.message).toContain('Bad key ***')
})

it('turns a name and password in the address into a header', async () => {
  const { endpoint, asked } = replying(new Response('ok'))
  await send(endpoint, post({ url: 'http://me:pw@host.test/x' }))
  expect(asked).toEqual(['http://host.test/x'])
})

it('follows a redirect of a GET within its origin only', async () => {
  const moved = (to: string): Response => new Response(null, { status: 307, headers: { location: to } })
  const within = replying(moved('/v1/models'), new Response('here'))
  const { response } = await send(within.endpoint, post({ method: 'GET' }))
  expect([within.asked.at(-1), await response.text()]).toEqual(['https://host.test/v1/models', 'here'])
  const away = failure(moved('https://evil.test/?token=abc'), post({ method: 'GET' }))
  expect((await away).message).toContain('redirects to https://evil.test/?token=***')
  expect((await failure(moved('/elsewhere'))).code).toBe('bad-request')
  const circle = replying(...Array.from({ length: 20 }, () => moved('/again')))
  await expect(send(circle.endpoint, post({ method: 'GET' }))).rejects.toThrow(/redirects/)
})
