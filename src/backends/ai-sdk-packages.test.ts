import { createOpenAICompatible as create5 } from 'ai-sdk-5-openai-compatible'
import { createOpenAICompatible as create6 } from 'ai-sdk-6-openai-compatible'
import { createOpenAICompatible as create7 } from 'ai-sdk-7-openai-compatible'
import { describe, expect, it } from 'vitest'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import { AISDKBackend, type AISDKBackendOptions } from './ai-sdk.ts'

interface Settings {
  readonly name: string
  readonly baseURL: string
  readonly supportsStructuredOutputs?: boolean
  readonly includeUsage?: boolean
}

/** The packages of three editions of the AI SDK: that they compile shows that their types are ours. */
const packages: { readonly [name: string]: (settings: Settings) => AISDKBackendOptions } = {
  'AI SDK 5': (settings) => {
    const provider = create5(settings)
    return { model: provider('any'), embeddingModel: provider.textEmbeddingModel('any') }
  },
  'AI SDK 6': (settings) => {
    const provider = create6(settings)
    return { model: provider('any'), embeddingModel: provider.embeddingModel('any') }
  },
  'AI SDK 7': (settings) => {
    const provider = create7(settings)
    return { model: provider('any'), embeddingModel: provider.embeddingModel('any') }
  },
}

describe.each(Object.entries(packages))('a model of %s', (_, make) => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOpenAI()
      const baseURL = `${server.url}/v1`
      const settings = { name: 'fake', baseURL, supportsStructuredOutputs: true, includeUsage: true }
      return { server, backend: new AISDKBackend(make(settings)) }
    },
    unsupported: { candidates: 2 },
    schemaReceipt: 'requested',
    skip: {
      'asks another model of the server, for vectors of a length, and sends extraBody and headers':
        'an embedding model of the AI SDK is one model',
    },
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)

  it('is shown a schema in words where it takes none', async () => {
    const server = await startFakeOpenAI()
    const backend = new AISDKBackend(make({ name: 'fake', baseURL: `${server.url}/v1` }))
    const schema = { type: 'object', properties: { name: { type: 'string' } } }
    const events = await collect(backend.generate(toRequest({ schema })))
    await server.close()
    expect(JSON.stringify(server.requests[0]?.body['messages'])).toContain('JSON Schema')
    expect(only(events, 'start')[0]?.warnings.map(({ option }) => option)).toContain('format')
  })
})
