import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
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

it('speaks OpenAI’s Responses API under LiteLLM’s name for it', async () => {
  const server = await startFakeOpenAI()
  try {
    const env = { OPENAI_API_BASE: `${server.url}/v1` }
    const backend = new LiteLLMBackend({ modelId: 'openai/responses/gpt-5.1', apiKey: 'k', env })
    expect(joined(await collect(backend.generate(toRequest({ options: { drop_params: true } }))))).toBe(
      'Hello!',
    )
    expect(server.requests[0]).toMatchObject({ path: '/v1/responses', body: { model: 'gpt-5.1' } })
  } finally {
    await server.close()
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
    await collect(make('azure/o_series/my-o', { env }).generate(toRequest()))
    expect(relay.last().url).toContain('/deployments/my-o/')
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

  it('are refused in a page of the web, where everyone could read them', () => {
    vi.stubGlobal('window', {})
    vi.stubGlobal('document', {})
    try {
      expect(() => make('groq/x')).toThrow(/dangerouslyAllowBrowser/)
      expect(make('groq/x', { dangerouslyAllowBrowser: true }).provider).toBe('groq')
      expect(make('lm_studio/x', { apiKey: undefined }).provider).toBe('lm_studio')
    } finally {
      vi.unstubAllGlobals()
    }
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

it('asks a server of one’s own what it is, and no other', async () => {
  const server = await startFakeOpenAI({ models: ['tiny'], ownedBy: 'vllm' })
  const { signal } = new AbortController()
  try {
    const backend = new LiteLLMBackend({ modelId: 'hosted_vllm/tiny', baseURL: `${server.url}/v1`, env: {} })
    expect(await backend.capabilities(signal)).toMatchObject({ candidates: true, contextLength: 32_768 })
    await backend.prepare({ signal })
    const before = server.requests.length
    const groq = new LiteLLMBackend({ modelId: 'groq/x', apiKey: 'k', baseURL: `${server.url}/v1`, env: {} })
    expect(await groq.capabilities(signal)).toMatchObject({ candidates: false, logprobs: false, tools: true })
    await groq.prepare({ signal })
    expect(server.requests).toHaveLength(before)
  } finally {
    await server.close()
  }
  const gone = new LiteLLMBackend({ modelId: 'hosted_vllm/tiny', baseURL: `${server.url}/v1`, env: {} })
  expect(await gone.capabilities(signal)).toMatchObject({ candidates: false })
  await expect(gone.prepare({ signal })).rejects.toMatchObject({
    code: 'unreachable',
    provider: 'hosted_vllm',
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
      ['litellm.RateLimitError: slow down', 429, 'rate-limited', true],
      ['litellm.ServiceUnavailableError: gone', 500, 'overloaded', true],
      // as LiteLLM 1.80.0 says it
      [
        "{'error': '/chat/completions: Invalid model name passed in model=none.'}",
        400,
        'model-not-found',
        false,
      ],
      [
        'litellm.ContextWindowExceededError: litellm.BadRequestError: too long',
        400,
        'context-overflow',
        false,
      ],
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
