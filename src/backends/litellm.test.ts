import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerateRequest } from '../core/backend.ts'
import { modelIds } from '../core/model-catalogue.ts'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, joined, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import { startRelay, type Relay } from '../../test/relay.ts'
import { chatProviders } from './litellm/chat-provider-table.ts'
import { ownProviders } from './litellm/own-provider-table.ts'
import { proxyProviders } from './litellm/proxy-provider-table.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from './litellm.ts'

let relay: Relay
beforeAll(async () => {
  relay = await startRelay()
})
afterAll(() => relay.close())

const make = (modelId: string, more: Partial<LiteLLMBackendOptions> = {}): LiteLLMBackend =>
  new LiteLLMBackend({ modelId, apiKey: 'given-key', env: {}, fetch: relay.fetch, ...more })

/** The body and the warnings of one call. */
async function call(
  modelId: string,
  request: Partial<GenerateRequest>,
): Promise<{ body: Readonly<Record<string, unknown>>; warned: string[]; schema: unknown }> {
  const events = await collect(make(modelId).generate(toRequest(request)))
  const starts = only(events, 'start')
  const warned = starts.flatMap(({ warnings }) => warnings.map(({ option = '' }) => option))
  return { body: relay.last().body, warned, schema: starts[0]?.receipt.schema }
}

describe('the contract of backends, over Chat Completions', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOpenAI()
      const env = { HOSTED_VLLM_API_BASE: `${server.url}/v1` }
      return { server, backend: new LiteLLMBackend({ modelId: 'hosted_vllm/tiny', env }) }
    },
    unsupported: { options: { num_retries: 3 } },
    late: {
      request: { candidates: 2 },
      reply: {
        body: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`,
      },
    },
    schemaReceipt: 'requested',
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('the contract of backends, over Ollama', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOllama()
      const backend = new LiteLLMBackend({
        modelId: 'ollama_chat/tiny',
        env: { OLLAMA_API_BASE: server.url },
      })
      return { server, backend }
    },
    unsupported: { options: { user: 'me' } },
    schemaReceipt: 'enforced',
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('names', () => {
  it('take the first slash for the end of the provider', async () => {
    const { body } = await call('groq/openai/gpt-oss-20b', {})
    expect(body['model']).toBe('openai/gpt-oss-20b')
    expect(make('groq/openai/gpt-oss-20b')).toMatchObject({
      provider: 'groq',
      modelId: 'groq/openai/gpt-oss-20b',
    })
  })

  it('are Mellea’s default where there is none', () => {
    expect(new LiteLLMBackend({ env: {} }).modelId).toBe('ollama_chat/granite4.1:3b')
  })

  it('come from constants: at Bedrock, else at Ollama', () => {
    expect(make('x', { modelId: modelIds.IBM_GRANITE_4_1_3B }).modelId).toBe('ollama_chat/granite4.1:3b')
  })

  it('that are bare belong to whom LiteLLM says', async () => {
    expect((await call('gpt-5-mini', {})).body['model']).toBe('gpt-5-mini')
    expect(relay.last().url).toBe('https://api.openai.com/v1/chat/completions')
  })

  it('that are not known are an error that helps', () => {
    expect(() => make('grok/llama')).toThrow(/did you mean "groq\/llama"/)
    expect(() => make('nobody-knows/llama')).toThrow(/openai_like.*litellm_proxy/)
    expect(() => make('llama')).toThrow(/"provider\/model"/)
    expect(() => make('azure/gpt')).toThrow(/set AZURE_API_BASE, or pass `baseURL`/)
    expect(() => make('groq/x', { baseURL: 'localhost:80' })).toThrow(/not an address.*api\.groq\.com/)
  })

  it('that need more than a key go to the proxy, or say that they would', async () => {
    expect(() => make('replicate/meta/llama')).toThrow(/polled.*set LITELLM_PROXY_API_BASE/)
    const env = { LITELLM_PROXY_API_BASE: 'http://proxy.example:4000' }
    await collect(make('replicate/meta/llama', { env }).generate(toRequest()))
    expect(relay.last()).toMatchObject({
      url: 'http://proxy.example:4000/chat/completions',
      body: { model: 'replicate/meta/llama' },
    })
  })
})

it('has a way to a hundred providers without a proxy, and their names do not meet', () => {
  const direct = [...Object.keys(chatProviders), ...Object.keys(ownProviders)]
  expect(new Set(direct).size).toBe(direct.length)
  expect(direct.length).toBeGreaterThanOrEqual(100)
  for (const prefix of Object.keys(proxyProviders)) expect(direct).not.toContain(prefix)
  for (const prefix of direct) {
    const baseURL = 'https://host.example/v1'
    expect(new LiteLLMBackend({ modelId: `${prefix}/some-model`, baseURL, env: {} }).modelId).toBe(
      `${prefix}/some-model`,
    )
  }
})

describe('addresses', () => {
  it('may be whole, as LiteLLM’s users write them', async () => {
    for (const baseURL of [
      'https://h.example/v1',
      'https://h.example/v1/',
      'https://h.example/v1/chat/completions',
    ]) {
      await collect(make('groq/x', { baseURL }).generate(toRequest()))
      expect(relay.last().url).toBe('https://h.example/v1/chat/completions')
    }
  })

  it('may change for one call', async () => {
    await call('groq/x', { options: { api_base: 'https://other.example/v1' } })
    expect(relay.last().url).toBe('https://other.example/v1/chat/completions')
  })

  it('get no key of the environment that was meant for the provider', async () => {
    const env = { GROQ_API_KEY: 'key-of-groq' }
    const backend = make('groq/x', { apiKey: undefined, env, baseURL: 'https://other.example/v1' })
    await expect(collect(backend.generate(toRequest()))).rejects.toThrow(
      /GROQ_API_KEY go to the provider's own address/,
    )
  })

  it('of Azure have a deployment and a version, or neither', async () => {
    const env = { AZURE_API_BASE: 'https://me.openai.azure.com', AZURE_API_VERSION: '2024-10-21' }
    const azure = make('azure/my-gpt', { env })
    await collect(azure.generate(toRequest({ options: { maxNewTokens: 5 } })))
    expect(relay.last()).toMatchObject({
      url: 'https://me.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': 'given-key' },
      body: { max_completion_tokens: 5 },
    })
    await collect(azure.generate(toRequest({ options: { api_version: '2025-01-01' } })))
    expect(relay.last().url).toMatch(/api-version=2025-01-01$/)
    const newer = make('azure/my-gpt', { env: { AZURE_API_BASE: 'https://me.openai.azure.com/openai/v1' } })
    await collect(newer.generate(toRequest()))
    expect(relay.last().url).toBe('https://me.openai.azure.com/openai/v1/chat/completions')
  })

  it('of Azure take a token of Entra as Bearer', async () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln'
    const env = { AZURE_API_BASE: 'https://me.openai.azure.com', AZURE_AD_TOKEN: token }
    await collect(make('azure/my-gpt', { env, apiKey: undefined }).generate(toRequest()))
    expect(relay.last().headers).toMatchObject({ authorization: `Bearer ${token}` })
    expect(relay.last().headers['api-key']).toBeUndefined()
  })
})

describe('keys', () => {
  it('may be named as LiteLLM names variables', async () => {
    const env = { TEAM_KEY: 'key-of-team' }
    await collect(make('groq/x', { apiKey: 'os.environ/TEAM_KEY', env }).generate(toRequest()))
    expect(relay.last().headers['authorization']).toBe('Bearer key-of-team')
  })

  it('are asked for before every request where they may expire', async () => {
    let count = 0
    const backend = make('groq/x', { apiKey: async () => `key-${++count}` })
    await collect(backend.generate(toRequest()))
    await collect(backend.generate(toRequest()))
    expect(relay.last().headers['authorization']).toBe('Bearer key-2')
  })

  it('are not taken from options, where they would be recorded', async () => {
    await expect(call('groq/x', { options: { api_key: 'secret' } })).rejects.toThrow(
      /pass `apiKey` to the backend/,
    )
  })

  it('are shown nowhere', async () => {
    const backend = make('groq/x', {
      apiKey: 'sk-very-secret-key',
      env: { GROQ_API_KEY: 'sk-another-secret' },
    })
    expect(inspect(backend, { showHidden: true, depth: 9 })).not.toMatch(/secret/)
    expect(JSON.stringify(backend)).not.toMatch(/secret/)
  })
})

describe('parameters', () => {
  it('that the provider lacks are left out with a warning', async () => {
    const { body, warned } = await call('groq/x', {
      options: { logprobs: true, temperature: 0 },
      candidates: 2,
    })
    expect(body).not.toHaveProperty('logprobs')
    expect(body).not.toHaveProperty('n')
    expect(warned).toEqual(expect.arrayContaining(['logprobs', 'n']))
  })

  it('that the provider lacks are an error with drop_params: false', async () => {
    const before = relay.count()
    const options = { logprobs: true, drop_params: false }
    await expect(call('groq/x', { options })).rejects.toMatchObject({ code: 'unsupported' })
    expect(relay.count()).toBe(before)
  })

  it('that are allowed are sent, and those that are not wanted are not', async () => {
    const options = {
      logprobs: true,
      seed: 1,
      allowed_openai_params: ['logprobs'],
      additional_drop_params: ['seed'],
    }
    const { body, warned } = await call('groq/x', { options })
    expect(body).toMatchObject({ logprobs: true })
    expect(body).not.toHaveProperty('seed')
    expect(body).not.toHaveProperty('allowed_openai_params')
    expect(warned).toEqual([])
  })

  it('that the provider names otherwise have its name', async () => {
    expect((await call('codestral/x', { options: { seed: 7 } })).body).toMatchObject({ random_seed: 7 })
    expect((await call('codestral/x', {})).body).not.toHaveProperty('stream_options')
  })

  it('that only some models lack are left out for those', async () => {
    const options = { stopSequences: ['x'] }
    expect((await call('xai/grok-4-fast', { options })).body).not.toHaveProperty('stop')
    expect((await call('xai/grok-2', { options })).body).toMatchObject({ stop: ['x'] })
  })

  it('of other kinds go into the body', async () => {
    expect((await call('together_ai/x', { options: { min_p: 0.1 } })).body).toMatchObject({ min_p: 0.1 })
  })

  it('that belong to sessions say so', async () => {
    const { body, warned } = await call('groq/x', { options: { num_retries: 2, timeout: 5 } })
    expect(warned).toEqual(['num_retries', 'timeout'])
    expect(Object.keys(body)).not.toContain('num_retries')
  })

  it('may be headers', async () => {
    await call('groq/x', { options: { extra_headers: { 'x-team': 'a' } }, headers: { 'x-trace': 'b' } })
    expect(relay.last().headers).toMatchObject({ 'x-team': 'a', 'x-trace': 'b' })
  })
})

describe('thinking', () => {
  const cases: readonly [model: string, thinking: unknown, body: object][] = [
    ['groq/x', true, { reasoning_effort: 'medium' }],
    ['groq/x', 'high', { reasoning_effort: 'high' }],
    ['groq/x', false, { reasoning_effort: 'none' }],
    ['deepseek/x', 'low', { thinking: { type: 'enabled' }, reasoning_effort: 'low' }],
    ['deepseek/x', 'none', { thinking: { type: 'disabled' } }],
    ['zai/x', true, { thinking: { type: 'enabled' } }],
    ['zai/x', false, { thinking: { type: 'disabled' } }],
    ['dashscope/x', { maxTokens: 500 }, { enable_thinking: true, thinking_budget: 500 }],
    ['lm_studio/x', false, { chat_template_kwargs: { enable_thinking: false } }],
    ['openai/o3', 'low', { reasoning_effort: 'low' }],
  ]
  it.each(cases)('%s takes %j as %j', async (model, thinking, expected) => {
    const { body } = await call(model, { options: { thinking } })
    expect(body).toMatchObject(expected)
    expect(Object.keys(body).includes('chat_template_kwargs')).toBe('chat_template_kwargs' in expected)
  })

  it('that cannot be said is a warning', async () => {
    expect((await call('codestral/x', { options: { thinking: true } })).warned).toEqual(['thinking'])
    expect((await call('cerebras/x', { options: { thinking: false } })).warned).toEqual(['thinking'])
    expect((await call('zai/x', { options: { thinking: 'high' } })).warned).toEqual(['thinking'])
  })
})

describe('schemas', () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }

  it('go along where they are taken', async () => {
    const { body, schema: receipt } = await call('groq/x', { schema })
    expect(body).toMatchObject({ response_format: { type: 'json_schema', json_schema: { schema } } })
    expect(receipt).toBe('requested')
  })

  it('are shown to the model where they are not, and the receipt says no more than that', async () => {
    const { body, warned, schema: receipt } = await call('deepseek/x', { schema })
    expect(body).toMatchObject({ response_format: { type: 'json_object' } })
    expect(JSON.stringify(body['messages'])).toContain('"role":"system"')
    expect(JSON.stringify(body['messages'])).toContain(JSON.stringify(JSON.stringify(schema)).slice(1, -1))
    expect(warned).toEqual(['format'])
    expect(receipt).toBe('requested')
  })

  it('are shown alone where there is no mode for JSON', async () => {
    const { body } = await call('gradient_ai/x', { schema })
    expect(body).not.toHaveProperty('response_format')
    expect(JSON.stringify(body['messages'])).toContain('JSON Schema')
  })

  it('are in OpenAI’s dialect at Azure', async () => {
    const azure = make('azure/x', { env: { AZURE_API_BASE: 'https://me.openai.azure.com' } })
    await collect(azure.generate(toRequest({ schema })))
    expect(relay.last().body).toMatchObject({
      response_format: { json_schema: { strict: true, schema: { additionalProperties: false } } },
    })
  })
})

it('counts thinking as output where a provider counts it apart', async () => {
  const server = await startFakeOpenAI()
  try {
    const spent = async (total: number): Promise<unknown> => {
      const usage = {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: total,
        completion_tokens_details: { reasoning_tokens: 20 },
      }
      const choices = [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }]
      server.reply({
        body: JSON.stringify({ choices, usage }),
        headers: { 'content-type': 'application/json' },
      })
      const backend = new LiteLLMBackend({
        modelId: 'xai/grok-4',
        apiKey: 'k',
        baseURL: `${server.url}/v1`,
        env: {},
      })
      return only(await collect(backend.generate(toRequest({ transport: 'unary' }))), 'finish')[0]?.usage
    }
    expect(await spent(35)).toEqual({ inputTokens: 10, outputTokens: 25, thinkingTokens: 20 })
    expect(await spent(15)).toEqual({ inputTokens: 10, outputTokens: 5, thinkingTokens: 20 })
  } finally {
    await server.close()
  }
})

it('gives an error of the proxy the code of the class that it names', async () => {
  const server = await startFakeOpenAI()
  try {
    const env = { LITELLM_PROXY_API_BASE: `${server.url}/v1` }
    const backend = new LiteLLMBackend({ modelId: 'litellm_proxy/some', env })
    const cases = [
      ['litellm.ContextWindowExceededError: too much', 400, 'context-overflow', false],
      ['litellm.ContentPolicyViolationError: no', 400, 'content-filtered', false],
      ['litellm.RateLimitError: slow down', 400, 'rate-limited', true],
      ['litellm.ServiceUnavailableError: gone', 500, 'overloaded', true],
    ] as const
    for (const [error, status, code, retryable] of cases) {
      server.reply({ status, error })
      await expect(collect(backend.generate(toRequest()))).rejects.toMatchObject({
        code,
        retryable,
        status,
        provider: 'litellm_proxy',
      })
    }
  } finally {
    await server.close()
  }
})

it('takes LiteLLM’s and Ollama’s names of options to Ollama', async () => {
  const server = await startFakeOllama()
  try {
    const env = { OLLAMA_API_BASE: server.url }
    const backend = new LiteLLMBackend({ modelId: 'ollama_chat/tiny', env })
    expect(backend.optionTable.aliases).toMatchObject({
      max_tokens: 'maxNewTokens',
      num_predict: 'maxNewTokens',
    })
    const options = { maxNewTokens: 5, mirostat: 2, drop_params: true, user: 'me' }
    const events = await collect(backend.generate(toRequest({ options })))
    expect(joined(events)).toBe('Hello!')
    expect(server.requests.at(-1)?.body['options']).toEqual({ num_predict: 5, mirostat: 2 })
    expect(only(events, 'start')[0]?.warnings.map(({ option }) => option)).toEqual(['user'])
    const strict = backend.generate(toRequest({ options: { user: 'me', drop_params: false } }))
    await expect(collect(strict)).rejects.toMatchObject({ code: 'unsupported' })
  } finally {
    await server.close()
  }
})
