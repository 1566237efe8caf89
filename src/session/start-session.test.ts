import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OllamaModelBackend } from '../backends/ollama.ts'
import { OpenAIBackend } from '../backends/openai.ts'
import { toBackendName } from '../call/named-backend.ts'
import { ChatContext } from '../context/chat-context.ts'
import { SimpleContext } from '../context/simple-context.ts'
import { modelIds } from '../core/model-catalogue.ts'
import { ModelOption } from '../core/model-options.ts'
import { startFakeBedrock } from '../../test/fake-bedrock.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { MelleaSession } from './mellea-session.ts'
import { startSession } from './start-session.ts'

let ollama: FakeServer
let openai: FakeServer

beforeAll(async () => {
  ollama = await startFakeOllama()
  openai = await startFakeOpenAI()
})
afterAll(async () => {
  await ollama.close()
  await openai.close()
})

const env = (): { readonly OLLAMA_HOST: string } => ({ OLLAMA_HOST: ollama.url })
const v1 = (): string => `${openai.url}/v1`
const sent = (server: FakeServer): Record<string, unknown> => ({ ...server.requests.at(-1)?.body })

describe('startSession()', () => {
  it('is Ollama with granite4.1:3b and a context that remembers nothing, and sends nothing', async () => {
    const before = ollama.requests.length
    const m = startSession({ env: env() })
    expect([m.backend.provider, m.backend.modelId]).toEqual(['ollama', 'granite4.1:3b'])
    expect(m.ctx).toBeInstanceOf(SimpleContext)
    expect(ollama.requests).toHaveLength(before)
    await m.chat('Hi.')
    expect(sent(ollama)).toEqual({
      model: 'granite4.1:3b',
      messages: [{ role: 'user', content: 'Hi.' }],
      stream: true,
      truncate: false,
      options: {},
    })
  })

  it('takes any model string, and a constant under its name at that backend', async () => {
    await startSession({ env: env(), modelId: 'llama3.2:3b' }).chat('Hi.')
    expect(sent(ollama)['model']).toBe('llama3.2:3b')
    await startSession({ env: env(), modelId: modelIds.IBM_GRANITE_3_3_8B }).chat('Hi.')
    expect(sent(ollama)['model']).toBe('granite3.3:8b')
    const hub = startSession({ backendName: 'hf', modelId: modelIds.IBM_GRANITE_3_3_8B })
    expect(hub.backend.modelId).toBe('ibm-granite/granite-3.3-8b-instruct')
    expect(() => startSession({ modelId: modelIds.OPENAI_GPT_5_1 })).toThrow(/no ollamaName/)
  })

  it('takes a backend, a model, a context and options beside each other', async () => {
    const m = startSession({
      backendName: 'ollama',
      modelId: 'phi4-mini:latest',
      ctx: new ChatContext(),
      modelOptions: { [ModelOption.TEMPERATURE]: 0.1 },
      env: env(),
    })
    await m.chat('Think of a number.')
    await m.chat('Say it.')
    expect(sent(ollama)).toMatchObject({ model: 'phi4-mini:latest', options: { temperature: 0.1 } })
    expect(sent(ollama)['messages']).toHaveLength(3)
  })

  it('needs no key for a server of your own, and gives it none that is for OpenAI', async () => {
    const own = { OPENAI_API_KEY: 'sk-of-openai' }
    await startSession({ backendName: 'openai', modelId: 'qwen2.5vl:7b', baseURL: v1(), env: own }).chat(
      'Hi.',
    )
    expect(sent(openai)['model']).toBe('qwen2.5vl:7b')
    expect(openai.requests.at(-1)?.headers).not.toHaveProperty('authorization')
    const named = { ...own, OPENAI_BASE_URL: v1() }
    await startSession({ backendName: 'openai', modelId: 'm', env: named }).chat('Hi.')
    expect(openai.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-of-openai')
    const backend = new OpenAIBackend({ modelId: 'm', baseURL: v1(), apiKey: 'ollama' })
    await new MelleaSession({ backend, ctx: new ChatContext() }).chat('Hi.')
    expect(openai.requests.at(-1)?.headers['authorization']).toBe('Bearer ollama')
  })

  it('reaches providers by their names in LiteLLM, with their variables alone', async () => {
    const bedrock = await startFakeBedrock()
    try {
      const m = startSession({
        backendName: 'litellm',
        modelId: 'bedrock/converse/us.amazon.nova-pro-v1:0',
        env: { AWS_BEARER_TOKEN_BEDROCK: 'bearer', AWS_BEDROCK_RUNTIME_ENDPOINT: bedrock.url },
      })
      const result = await m.chat('Give me three facts about the Amazon rainforest.')
      expect(String(result)).toBe('Hello!')
      expect(bedrock.requests[0]?.headers['authorization']).toBe('Bearer bearer')
    } finally {
      await bedrock.close()
    }
    const usual = startSession({ backendName: 'litellm', env: { OLLAMA_API_BASE: ollama.url } })
    expect(usual.backend.modelId).toBe('ollama_chat/granite4.1:3b')
    const own = { max_tokens: 9, num_ctx: 2048 }
    await usual.chat('Hi.', { modelOptions: { ...own, drop_params: true } })
    expect(sent(ollama)).toMatchObject({ model: 'granite4.1:3b', options: { num_predict: 9, num_ctx: 2048 } })
  })

  it('says at once what it cannot start', () => {
    for (const backendName of ['openai', 'anthropic'] as const)
      expect(() => startSession({ backendName })).toThrow(/needs a `modelId`/)
    // @ts-expect-error  no such backend
    expect(() => startSession({ backendName: 'olama' })).toThrow(
      "\"olama\" is no backend. Valid names: 'ollama', 'openai', 'anthropic', 'litellm', 'hf', 'huggingface', 'auto'.",
    )
    expect(() => startSession({ ctx: new ChatContext(), contextType: 'chat' })).toThrow(/give one of them/)
    for (const later of ['watsonx']) expect(() => toBackendName(later)).toThrow(/yet.*`?baseURL/)
  })
})

describe('model options', () => {
  it('of a backend hold for all calls, those of a call for that call, and they win', async () => {
    const backend = new OllamaModelBackend({ modelOptions: { [ModelOption.SEED]: 42 }, env: env() })
    const m = new MelleaSession({ backend })
    await m.instruct('What is 2 × 2?', {
      modelOptions: { [ModelOption.TEMPERATURE]: 0.5, [ModelOption.MAX_NEW_TOKENS]: 15 },
    })
    expect(sent(ollama)['options']).toEqual({ seed: 42, temperature: 0.5, num_predict: 15 })
    await m.instruct('What is 2 × 2?')
    expect(sent(ollama)['options']).toEqual({ seed: 42 })
  })

  it('have the constants of Mellea, each under the name that a server knows', async () => {
    const modelOptions = {
      [ModelOption.TEMPERATURE]: 0.5,
      [ModelOption.MAX_NEW_TOKENS]: 15,
      [ModelOption.SEED]: 42,
      [ModelOption.SYSTEM_PROMPT]: 'Be brief.',
      [ModelOption.THINKING]: 'low',
      [ModelOption.STREAM]: false,
      [ModelOption.CONTEXT_WINDOW]: 4096,
      [ModelOption.STOP_SEQUENCES]: ['END'],
    }
    await startSession({ env: env(), modelOptions }).chat('Hi.')
    expect(sent(ollama)).toMatchObject({
      stream: false,
      think: 'low',
      options: { temperature: 0.5, num_predict: 15, seed: 42, num_ctx: 4096, stop: ['END'] },
    })
    const m = startSession({ backendName: 'openai', modelId: 'm', baseURL: v1(), modelOptions })
    const { warnings } = await m.chat('Hi.')
    expect(sent(openai)).toMatchObject({
      stream: false,
      reasoning_effort: 'low',
      temperature: 0.5,
      max_tokens: 15,
      seed: 42,
      stop: ['END'],
    })
    expect(warnings.map(({ option }) => option)).toEqual(['contextWindow'])
  })

  it('put the system prompt first, whatever the server', async () => {
    const modelOptions = { [ModelOption.SYSTEM_PROMPT]: 'You are a concise assistant.' }
    const first = { role: 'system', content: 'You are a concise assistant.' }
    await startSession({ env: env(), modelOptions }).chat('What is the capital of France?')
    expect(sent(ollama)['messages']).toMatchObject([first, { role: 'user' }])
    await startSession({ backendName: 'openai', modelId: 'm', baseURL: v1(), modelOptions }).chat('The same?')
    expect(sent(openai)['messages']).toMatchObject([first, { role: 'user' }])
  })
})
