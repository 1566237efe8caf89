import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { startSession } from '../session/start-session.ts'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, failureOf, joined, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeAnthropic, type FakeAnthropicOptions } from '../testing/fake-anthropic.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { AnthropicBackend, type AnthropicBackendOptions } from './anthropic.ts'

const { signal } = new AbortController()
const modelId = 'claude-sonnet-4-5'

async function withServer(
  use: (
    server: FakeServer,
    backend: (options?: Partial<AnthropicBackendOptions>) => AnthropicBackend,
  ) => Promise<void>,
  options?: FakeAnthropicOptions,
): Promise<void> {
  const server = await startFakeAnthropic(options)
  try {
    await use(server, (more) => new AnthropicBackend({ modelId, baseURL: server.url, env: {}, ...more }))
  } finally {
    await server.close()
  }
}

describe('the contract of backends', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeAnthropic()
      return { server, backend: new AnthropicBackend({ modelId, baseURL: server.url, env: {} }) }
    },
    unsupported: { options: { seed: 7 } },
    schemaReceipt: 'enforced',
    cannotEmbed: 'Anthropic has no vectors',
    skip: { 'sends options, headers and extraBody, and changes none of them': 'the protocol has no seed' },
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('keys', () => {
  const KEY = 'sk-ant-very-secret-key'

  it('sends the one of the environment to the address of the environment, and to no other', async () => {
    await withServer(async (server, make) => {
      const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: `${server.url}/` }
      await collect(new AnthropicBackend({ modelId, env }).generate(toRequest()))
      await collect(make({ env: { ANTHROPIC_API_KEY: KEY } }).generate(toRequest()))
      expect(server.requests.map(({ path, headers }) => [path, headers['x-api-key']])).toEqual([
        ['/v1/messages', KEY],
        ['/v1/messages', undefined],
      ])
      expect(server.requests[0]?.headers['anthropic-version']).toBe('2023-06-01')
    })
  })

  it('asks for a key before every request', async () => {
    await withServer(async (server, make) => {
      let count = 0
      const backend = make({ apiKey: async () => `key-${++count}` })
      await collect(backend.generate(toRequest()))
      await collect(backend.generate(toRequest()))
      expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['key-1', 'key-2'])
    })
  })

  it('sends nothing to Anthropic without one', async () => {
    const fetch = (): never => expect.unreachable('something was sent')
    const backend = new AnthropicBackend({ modelId, env: {}, fetch })
    await expect(collect(backend.generate(toRequest()))).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(backend.prepare({ signal })).rejects.toThrow(/set ANTHROPIC_API_KEY/)
  })

  it('shows none anywhere', async () => {
    await withServer(
      async (_, make) => {
        const backend = make({ apiKey: KEY })
        const { error } = await failureOf(backend.generate(toRequest()))
        expect(error.code).toBe('unauthorized')
        for (const each of [error, backend])
          expect(inspect(each, { showHidden: true, depth: 9 })).not.toContain(KEY)
      },
      { apiKey: 'another' },
    )
  })
})

describe('what it is made with', () => {
  it('refuses a model without a name, and an address that is none', () => {
    expect(() => new AnthropicBackend({ modelId: ' ', env: {} })).toThrow(/modelId/)
    expect(() => new AnthropicBackend({ modelId, baseURL: 'localhost', env: {} })).toThrow(/not an address/)
  })

  it('takes the address with or without the path of the protocol', async () => {
    await withServer(async (server, make) => {
      for (const path of ['', '/', '/v1', '/v1/messages'])
        await collect(make({ baseURL: `${server.url}${path}` }).generate(toRequest()))
      expect(new Set(server.requests.map(({ path }) => path))).toEqual(new Set(['/v1/messages']))
    })
  })

  it('finds the model, or says that it is missing', async () => {
    const options = { models: [modelId] }
    await withServer(async (_, make) => {
      await make().prepare({ signal })
      const missing = make({ modelId: 'claude-nobody' })
      await expect(missing.prepare({ signal })).rejects.toMatchObject({ code: 'model-not-found' })
      await expect(collect(missing.generate(toRequest()))).rejects.toMatchObject({ code: 'model-not-found' })
    }, options)
  })

  it('sends headers, beta features and what is in extraBody', async () => {
    await withServer(async (server, make) => {
      const options = { betas: ['a-2026', 'b-2026'], extraBody: { mellea_test: [1] }, service_tier: 'auto' }
      await collect(make().generate(toRequest({ options, headers: { 'x-trace': 'abc' } })))
      const [request] = server.requests
      expect(request?.headers).toMatchObject({ 'anthropic-beta': 'a-2026,b-2026', 'x-trace': 'abc' })
      expect(request?.body).toMatchObject({ mellea_test: [1], service_tier: 'auto' })
      expect(request?.body['betas']).toBeUndefined()
    })
  })
})

describe('failures', () => {
  it('knows an overloaded server in the middle of a stream', async () => {
    await withServer(async (server, make) => {
      server.reply({
        text: 'Hello, world!',
        errorAfterFrames: 2,
        error: 'Overloaded',
        errorCode: 'overloaded_error',
      })
      const { error } = await failureOf(make().generate(toRequest()))
      expect(error).toMatchObject({ code: 'overloaded', retryable: true, text: 'Hell' })
    })
  })

  it('knows a prompt that is too long, and a filter', async () => {
    await withServer(async (server, make) => {
      server.reply(
        { status: 400, error: 'prompt is too long: 205000 tokens > 200000 maximum' },
        { status: 400, error: 'Output blocked by content filtering policy' },
      )
      expect((await failureOf(make().generate(toRequest()))).error.code).toBe('context-overflow')
      expect((await failureOf(make().generate(toRequest()))).error.code).toBe('content-filtered')
    })
  })

  it('tells each end of an answer', async () => {
    const ends = {
      end_turn: 'stop',
      stop_sequence: 'stop',
      max_tokens: 'length',
      model_context_window_exceeded: 'length',
      refusal: 'refusal',
      pause_turn: 'other',
    }
    await withServer(async (server, make) => {
      for (const [finishReason, reason] of Object.entries(ends)) {
        server.reply({ text: 'Hm.', finishReason })
        const events = await collect(make().generate(toRequest()))
        expect(only(events, 'finish')[0]?.reason).toBe(reason)
      }
    })
  })
})

it('counts the input as the server did when it is cut off', async () => {
  await withServer(async (server, make) => {
    server.reply({ text: 'Hello, world!', inputTokens: 321, holdAfterFrames: 3 })
    const caller = new AbortController()
    const events = []
    for await (const event of make().generate(toRequest({ signal: caller.signal }))) {
      events.push(event)
      if (event.type === 'text') caller.abort()
    }
    expect(only(events, 'finish')[0]?.usage).toMatchObject({ inputTokens: 321, estimated: true })
  })
})

it('takes the arguments of the tool that stands for an answer as its text', async () => {
  await withServer(async (server, make) => {
    const schema = { type: 'object', properties: { name: { type: 'string' } } }
    server.always({ toolCalls: [{ name: 'json_answer', arguments: { name: 'Ada' } }] })
    for (const transport of ['stream', 'unary'] as const) {
      const events = await collect(
        make({ modelId: 'claude-3-5-haiku-latest' }).generate(toRequest({ schema, transport })),
      )
      expect(JSON.parse(joined(events))).toEqual({ name: 'Ada' })
      expect(only(events, 'part')).toEqual([])
      expect(only(events, 'finish')[0]?.reason).toBe('stop')
    }
    expect(server.requests[0]?.body).toMatchObject({ tool_choice: { type: 'tool', name: 'json_answer' } })
  })
})

it('answers a session', async () => {
  await withServer(async (server, make) => {
    server.reply({ text: 'Bonjour.' })
    await using m = new MelleaSession({ backend: make() })
    expect((await m.instruct('Say hello in French.')).value).toBe('Bonjour.')
    expect(server.requests[0]?.body).toMatchObject({ model: modelId, max_tokens: 32_000 })
    const env = { ANTHROPIC_BASE_URL: server.url }
    const named = startSession({ backendName: 'anthropic', modelId, env, modelOptions: { effort: 'low' } })
    expect(named.backend).toMatchObject({ provider: 'anthropic', modelId })
    await named.chat('Hi.')
    expect(server.requests[1]?.body).toMatchObject({ output_config: { effort: 'low' } })
  })
})
