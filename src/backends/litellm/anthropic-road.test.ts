import { describe, expect, it } from 'vitest'
import { backendContract } from '../../testing/backend-contract.ts'
import { collect, failureOf, only, toRequest } from '../../testing/backend-subject.ts'
import { startFakeAnthropic } from '../../testing/fake-anthropic.ts'
import type { FakeServer } from '../../testing/fake-server.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from '../litellm.ts'

const modelId = 'anthropic/claude-sonnet-4-5'
const env = { ANTHROPIC_API_KEY: 'key-of-anthropic' }

async function withServer(
  use: (
    server: FakeServer,
    make: (options?: Partial<LiteLLMBackendOptions>) => LiteLLMBackend,
  ) => Promise<void>,
): Promise<void> {
  const server = await startFakeAnthropic()
  try {
    await use(
      server,
      (more) => new LiteLLMBackend({ modelId, env: { ...env, ANTHROPIC_API_BASE: server.url }, ...more }),
    )
  } finally {
    await server.close()
  }
}

describe('the contract of backends', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeAnthropic()
      return { server, backend: new LiteLLMBackend({ modelId, baseURL: server.url, env: {} }) }
    },
    unsupported: { options: { seed: 7 } },
    schemaReceipt: 'enforced',
    cannotEmbed: 'Anthropic has no vectors',
    skip: { 'sends options, headers and extraBody, and changes none of them': 'the protocol has no seed' },
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

it('takes LiteLLM’s variables, and the name without a provider', async () => {
  await withServer(async (server, make) => {
    await collect(make().generate(toRequest()))
    const bare = make({ modelId: 'claude-opus-4-1' })
    await collect(bare.generate(toRequest()))
    expect(bare.provider).toBe('anthropic')
    expect(server.requests.map(({ body, headers }) => [body['model'], headers['x-api-key']])).toEqual([
      ['claude-sonnet-4-5', 'key-of-anthropic'],
      ['claude-opus-4-1', 'key-of-anthropic'],
    ])
  })
})

it('sends the key of the environment to no other address', async () => {
  await withServer(async (server, make) => {
    await collect(make({ baseURL: `${server.url}/v1`, env }).generate(toRequest()))
    await collect(make().generate(toRequest({ options: { api_base: server.url } })))
    expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([undefined, undefined])
  })
})

it('takes the members of Chat Completions that have a place there', async () => {
  await withServer(async (server, make) => {
    const options = {
      user: 'u-1',
      parallel_tool_calls: false,
      thinking: { type: 'enabled', budget_tokens: 3000 },
    }
    const tool = { type: 'function', name: 'getTime', schema: { type: 'object', properties: {} } } as const
    await collect(make().generate(toRequest({ options, tools: [tool] })))
    expect(server.requests[0]?.body).toMatchObject({
      metadata: { user_id: 'u-1' },
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      thinking: { type: 'enabled', budget_tokens: 3000 },
    })
    expect(server.requests[0]?.body['user']).toBeUndefined()
  })
})

it('leaves out the others with a warning, or refuses them without drop_params', async () => {
  await withServer(async (server, make) => {
    const options = { seed: 7, logit_bias: { 5: 1 } }
    const events = await collect(make().generate(toRequest({ options })))
    expect(only(events, 'start')[0]?.warnings.map(({ option }) => option)).toEqual(['seed', 'logit_bias'])
    expect(server.requests[0]?.body).not.toHaveProperty('seed')
    const strict = make().generate(toRequest({ options: { ...options, drop_params: false } }))
    await expect(collect(strict)).rejects.toThrow(/anthropic has no "seed"/)
    expect(server.generations).toBe(1)
  })
})

it('names the variable when the key is refused', async () => {
  const server = await startFakeAnthropic({ apiKey: 'another' })
  const backend = new LiteLLMBackend({ modelId, env: { ...env, ANTHROPIC_BASE_URL: server.url } })
  const { error } = await failureOf(backend.generate(toRequest()))
  await server.close()
  expect(error).toMatchObject({ code: 'unauthorized', provider: 'anthropic' })
  expect(error.message).toMatch(/ANTHROPIC_API_KEY/)
})
