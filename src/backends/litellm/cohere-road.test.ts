import { expect, it } from 'vitest'
import { collect, failureOf, joined, only, toRequest } from '../../testing/backend-subject.ts'
import { startFakeServer, type FakeServer } from '../../testing/fake-server.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from '../litellm.ts'

const modelId = 'cohere_chat/v2/command-a-03-2025'
const usage = {
  billed_units: { input_tokens: 11, output_tokens: 5 },
  tokens: { input_tokens: 11, output_tokens: 5 },
}
const frame = (data: object): string => `data: ${JSON.stringify(data)}\n\n`
const streamed = [
  { type: 'message-start', id: 'm-1' },
  { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
  { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Bonjour.' } } } },
  { type: 'content-end', index: 0 },
  { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage } },
]
const whole = {
  id: 'm-1',
  finish_reason: 'COMPLETE',
  message: { role: 'assistant', content: [{ type: 'text', text: 'Bonjour.' }] },
  usage,
}

async function withServer(
  use: (
    server: FakeServer,
    make: (options?: Partial<LiteLLMBackendOptions>) => LiteLLMBackend,
  ) => Promise<void>,
): Promise<void> {
  const server = await startFakeServer(({ body, path }, next) => {
    next()
    if (path !== '/v2/chat') return { status: 404, frames: ['{"message":"nothing here"}'] }
    return body['stream'] === true
      ? { headers: { 'content-type': 'text/event-stream' }, frames: streamed.map(frame) }
      : { headers: { 'content-type': 'application/json' }, frames: [JSON.stringify(whole)] }
  })
  const env = { COHERE_API_KEY: 'key-of-cohere', COHERE_API_BASE: `${server.url}/v2` }
  try {
    await use(server, (more) => new LiteLLMBackend({ modelId, env, ...more }))
  } finally {
    await server.close()
  }
}

it('speaks Cohere’s own protocol, with its counts, streamed and whole', async () => {
  await withServer(async (server, make) => {
    for (const transport of ['stream', 'unary'] as const) {
      const options = { topK: 3, temperature: 0.5, user: 'u-1' }
      const events = await collect(make().generate(toRequest({ transport, options })))
      expect(joined(events)).toBe('Bonjour.')
      expect(only(events, 'finish')[0]).toMatchObject({
        reason: 'stop',
        usage: { inputTokens: 11, outputTokens: 5 },
      })
      expect(only(events, 'start')[0]?.warnings.map(({ option }) => option)).toEqual(['user'])
    }
    const [request] = server.requests
    expect(request?.headers['authorization']).toBe('Bearer key-of-cohere')
    expect(request?.body).toMatchObject({ model: 'command-a-03-2025', k: 3, temperature: 0.5 })
    expect(make().provider).toBe('cohere')
  })
})

it('sends the key of the environment to no other address', async () => {
  await withServer(async (server, make) => {
    const { error } = await failureOf(make({ baseURL: `${server.url}/v2` }).generate(toRequest()))
    expect(error.code).toBe('unauthorized')
    expect(server.requests).toEqual([])
    await collect(make({ baseURL: `${server.url}/v2/chat`, apiKey: 'given' }).generate(toRequest()))
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer given')
  })
})

it('says what to install where the package is missing', async () => {
  const importPackage = (): Promise<never> => Promise.reject(new Error('not found'))
  const backend = new LiteLLMBackend({ modelId, env: {}, importPackage })
  await expect(collect(backend.generate(toRequest()))).rejects.toMatchObject({
    code: 'missing-peer',
    message: expect.stringContaining('npm install @ai-sdk/cohere'),
  })
})
