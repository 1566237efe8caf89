import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { modelIds } from '../core/model-catalogue.ts'
import { collect, joined, toRequest } from '../testing/backend-subject.ts'
import { startFakeBedrock } from '../../test/fake-bedrock.ts'
import {
  createBedrockLiteLLMBackend,
  createBedrockMantleBackend,
  createBedrockOpenAIBackend,
  listMantleModels,
  stringifyMantleModelIds,
} from './bedrock.ts'

const env = { AWS_BEARER_TOKEN_BEDROCK: 'bearer-token' }

/** Mantle, as far as it is asked here. */
function mantle(): { readonly fetch: typeof globalThis.fetch; readonly seen: string[] } {
  const seen: string[] = []
  const chunks = [{ choices: [{ index: 0, delta: { content: 'Hello!' }, finish_reason: 'stop' }] }].map(
    (chunk) => `data: ${JSON.stringify(chunk)}\n\n`,
  )
  return {
    seen,
    fetch: (input, init) => {
      const url = String(input instanceof Request ? input.url : input)
      seen.push(`${init?.method ?? 'GET'} ${url} ${new Headers(init?.headers).get('authorization')}`)
      const models = { data: [{ id: 'openai.gpt-oss-20b' }, { id: 'qwen.qwen3-32b' }, 'odd'] }
      return Promise.resolve(
        url.endsWith('/models')
          ? Response.json(models)
          : new Response(chunks.join(''), { headers: { 'content-type': 'text/event-stream' } }),
      )
    },
  }
}

describe('the OpenAI-compatible endpoint', () => {
  it('is a backend once the model is in its list', async () => {
    const { fetch, seen } = mantle()
    const backend = await createBedrockOpenAIBackend({
      modelId: 'openai.gpt-oss-20b',
      region: 'eu-west-1',
      fetch,
      env,
    })
    expect(backend).toMatchObject({ provider: 'openai', modelId: 'openai.gpt-oss-20b' })
    expect(joined(await collect(backend.generate(toRequest())))).toBe('Hello!')
    expect(seen).toEqual([
      'GET https://bedrock-mantle.eu-west-1.api.aws/v1/models Bearer bearer-token',
      'POST https://bedrock-mantle.eu-west-1.api.aws/v1/chat/completions Bearer bearer-token',
    ])
    expect(inspect(backend, { showHidden: true, depth: 9 })).not.toContain('bearer-token')
  })

  it('lists what it has', async () => {
    const { fetch, seen } = mantle()
    expect(await listMantleModels({ fetch, env })).toEqual(['openai.gpt-oss-20b', 'qwen.qwen3-32b'])
    expect(await stringifyMantleModelIds({ fetch, env })).toBe(' * openai.gpt-oss-20b\n * qwen.qwen3-32b')
    expect(seen[0]).toContain('bedrock-mantle.us-east-1.api.aws')
  })

  it('says which models there are, and which names there are not', async () => {
    const { fetch } = mantle()
    const missing = createBedrockOpenAIBackend({ modelId: 'openai.gpt-9', fetch, env })
    await expect(missing).rejects.toMatchObject({ code: 'model-not-found' })
    await expect(missing).rejects.toThrow(/us-east-1, or not open to this account[^]* \* qwen\.qwen3-32b/)
    const noName = createBedrockOpenAIBackend({ modelId: modelIds.IBM_GRANITE_4_1_3B, fetch, env })
    await expect(noName).rejects.toThrow(/has no bedrockName/)
    await expect(
      createBedrockOpenAIBackend({ modelId: 'x', region: 'evil.com/', fetch, env }),
    ).rejects.toThrow(/no region/)
  })

  it('sends nothing without a token', async () => {
    const { fetch, seen } = mantle()
    const call = createBedrockMantleBackend({ modelId: 'openai.gpt-oss-20b', fetch, env: {} })
    await expect(call).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(call).rejects.toThrow(/set AWS_BEARER_TOKEN_BEDROCK/)
    expect(seen).toEqual([])
  })
})

describe('Converse', () => {
  it('is a backend once there are credentials and a region', async () => {
    const server = await startFakeBedrock()
    try {
      const modelId = 'bedrock/converse/us.amazon.nova-pro-v1:0'
      const keys = {
        AWS_ACCESS_KEY_ID: 'AKID',
        AWS_SECRET_ACCESS_KEY: 'hush',
        AWS_DEFAULT_REGION: 'eu-north-1',
      }
      const backend = await createBedrockLiteLLMBackend({ modelId, baseURL: server.url, env: keys })
      expect(backend.modelOptions).toEqual({ aws_region_name: 'eu-north-1' })
      const request = toRequest({ options: backend.modelOptions })
      expect(joined(await collect(backend.generate(request)))).toBe('Hello!')
      expect(server.requests[0]?.headers['authorization']).toContain('/eu-north-1/bedrock/')
    } finally {
      await server.close()
    }
  })

  it('says what is missing', async () => {
    const modelId = 'bedrock/converse/us.amazon.nova-pro-v1:0'
    await expect(createBedrockLiteLLMBackend({ modelId, env })).rejects.toThrow(/needs a region/)
    const importPackage = (): Promise<unknown> => Promise.reject(new Error('not there'))
    const bare = createBedrockLiteLLMBackend({ modelId, region: 'us-east-1', env: {}, importPackage })
    await expect(bare).rejects.toMatchObject({ code: 'missing-peer' })
    await expect(
      createBedrockLiteLLMBackend({ modelId: 'groq/x', region: 'us-east-1', env }),
    ).rejects.toThrow(/not a name at Bedrock/)
    const atOllama = createBedrockLiteLLMBackend({
      modelId: modelIds.IBM_GRANITE_4_1_3B,
      region: 'us-east-1',
      env,
    })
    await expect(atOllama).rejects.toThrow(/not a name at Bedrock/)
  })
})
