import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modelIds } from '../core/model-catalogue.ts'
import { textMessage } from '../core/message.ts'
import type { PrepareProgress } from '../core/backend.ts'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, joined, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeOllama, type FakeOllamaOptions } from '../testing/fake-ollama.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { OllamaModelBackend, type OllamaModelBackendOptions } from './ollama.ts'

const { signal } = new AbortController()

async function withServer(
  use: (
    server: FakeServer,
    backend: (options?: OllamaModelBackendOptions) => OllamaModelBackend,
  ) => Promise<void>,
  options?: FakeOllamaOptions,
): Promise<void> {
  const server = await startFakeOllama(options)
  try {
    await use(server, (more) => new OllamaModelBackend({ baseURL: server.url, env: {}, ...more }))
  } finally {
    await server.close()
  }
}

describe('the contract of backends', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOllama()
      return { server, backend: new OllamaModelBackend({ baseURL: server.url, env: {} }) }
    },
    unsupported: { candidates: 2 },
    schemaReceipt: 'enforced',
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('where and what', () => {
  it('is granite4.1:3b on this machine unless told otherwise', () => {
    const backend = new OllamaModelBackend({ env: {} })
    expect([backend.modelId, backend.baseURL]).toEqual(['granite4.1:3b', 'http://127.0.0.1:11434'])
  })

  it('takes OLLAMA_HOST, and an option before it', () => {
    const env = { OLLAMA_HOST: 'gpu:1234' }
    expect(new OllamaModelBackend({ env }).baseURL).toBe('http://gpu:1234')
    expect(new OllamaModelBackend({ env, baseURL: 'https://other/ollama/' }).baseURL).toBe(
      'https://other/ollama',
    )
  })

  it('takes a constant of the catalogue, and refuses one without a name in Ollama', () => {
    expect(new OllamaModelBackend({ modelId: modelIds.IBM_GRANITE_3_3_8B, env: {} }).modelId).toBe(
      'granite3.3:8b',
    )
    expect(() => new OllamaModelBackend({ modelId: modelIds.OPENAI_GPT_5_1 })).toThrow(/no ollamaName/)
  })

  it('sends a key only where it belongs, and shows it nowhere', async () => {
    await withServer(async (server, make) => {
      const backend = make({ apiKey: 'ollama-key-12345', baseURL: server.url.replace('://', '://me:pw@') })
      server.reply({ status: 401, error: 'key ollama-key-12345 is wrong' })
      await expect(collect(backend.generate(toRequest()))).rejects.toThrow(
        'key *** is wrong (401): pass `apiKey`',
      )
      expect(server.requests[0]?.headers['authorization']).toBe('Bearer ollama-key-12345')
      expect(JSON.stringify(backend)).not.toMatch(/12345|pw/)
      await collect(make({ env: { OLLAMA_API_KEY: 'not-for-you' } }).generate(toRequest()))
      expect(server.requests[1]?.headers['authorization']).toBeUndefined()
    })
  })
})

describe('getting ready', () => {
  it('takes a model without a tag for the latest', async () => {
    const check = (modelId: string, models: string[]): Promise<void> =>
      withServer((_, make) => make({ modelId }).prepare({ signal }), { models })
    await check('granite4.1', ['granite4.1:latest'])
    await expect(check('llama3', ['llama3.2:1b'])).rejects.toMatchObject({
      code: 'model-not-found',
      status: 404,
    })
  })

  it('names both remedies for a missing model, and pulls nothing unasked', async () => {
    await withServer(
      async (server, make) => {
        const remedy = 'get it with `ollama pull granite4.1:3b`, or pass `pull: true`.'
        await expect(make().prepare({ signal })).rejects.toThrow(remedy)
        await expect(collect(make().generate(toRequest()))).rejects.toThrow(remedy)
        expect(server.requests.map(({ path }) => path)).toEqual(['/api/tags', '/api/show', '/api/chat'])
      },
      { models: [] },
    )
  })

  it('pulls once for all who wait, tells how far it is, and answers', async () => {
    await withServer(
      async (server, make) => {
        const backend = make({ pull: true })
        const progress: PrepareProgress[] = []
        const prepared = backend.prepare({ signal, onProgress: (each) => progress.push(each) })
        const answers = [1, 2].map(() => collect(backend.generate(toRequest())))
        await prepared
        expect((await Promise.all(answers)).map((events) => joined(events))).toEqual(['Hello!', 'Hello!'])
        expect(server.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1)
        expect(progress.map(({ phase }) => phase)).toContain('verifying')
        expect(progress[2]).toEqual({
          phase: 'pulling',
          what: 'granite4.1:3b',
          completedBytes: 500,
          totalBytes: 1000,
        })
      },
      { models: [] },
    )
  })

  it('says what to try when a pull fails', async () => {
    await withServer(
      (_, make) =>
        expect(make({ pull: true }).prepare({ signal })).rejects.toThrow(
          /file does not exist.*`ollama list`/,
        ),
      { models: [], pullable: [] },
    )
  })

  it('says what the model can do', async () => {
    await withServer(
      async (_, make) => {
        expect(await make().capabilities(signal)).toMatchObject({
          tools: false,
          thinking: true,
          images: false,
          candidates: false,
          contextLength: 131_072,
        })
        expect(await make({ modelOptions: { num_ctx: 4096 } }).capabilities(signal)).toMatchObject({
          contextLength: 4096,
        })
      },
      { capabilities: ['completion', 'thinking'] },
    )
  })
})

describe('replies as servers give them', () => {
  const events = async (fixture: string) => {
    let all: Awaited<ReturnType<typeof collect>> = []
    await withServer(async (server, make) => {
      server.reply({ body: readFileSync(new URL(`__fixtures__/${fixture}`, import.meta.url), 'utf8') })
      all = await collect(make().generate(toRequest()))
    })
    return all
  }

  it('reads text and counts', async () => {
    const all = await events('ollama-chat.ndjson')
    expect(joined(all)).toBe('The sky is blue, 世界.')
    expect(all[0]).toMatchObject({ type: 'start', modelId: 'granite4.1:3b' })
    expect(all.at(-1)).toMatchObject({
      reason: 'stop',
      usage: { inputTokens: 26, outputTokens: 6 },
      raw: { total_duration: 883583458 },
    })
  })

  it('reads thinking and calls, and gives a call an id where the server gave none', async () => {
    const all = await events('ollama-thinking-tools.ndjson')
    expect(joined(all, 'thinking')).toBe('They want the weather.')
    expect(only(all, 'part').map(({ value }) => value)).toEqual([
      { type: 'tool-call', id: 'call_8dkq3w1z', name: 'get_weather', arguments: '{"city":"Paris","days":2}' },
      { type: 'tool-call', id: 'call_1', name: 'get_weather', arguments: '{"city":"Lyon"}' },
    ])
    expect(all.at(-1)).toMatchObject({ reason: 'tool-calls' })
  })

  it('reads logprobs, with the likeliest of each place, before the text that they belong to', async () => {
    const all = await events('ollama-logprobs.ndjson')
    const yes = { token: 'Yes', logprob: -0.0123 }
    expect(only(all, 'logprobs')[0]?.tokens).toEqual([{ ...yes, top: [yes] }])
    const types = all.map(({ type }) => type)
    expect(types.indexOf('logprobs')).toBeLessThan(types.indexOf('text'))
    expect(all.at(-1)).toMatchObject({ reason: 'length' })
  })

  it('takes the reply to a mere load for what it is', async () => {
    expect((await events('ollama-load.ndjson')).at(-1)).toMatchObject({
      reason: 'other',
      usage: { estimated: true },
    })
  })
})

it('keeps the session alive with its own keepAlive, and lets a call say otherwise', async () => {
  await withServer(async (server, make) => {
    const backend = make({ keepAlive: '10m' })
    await collect(backend.generate(toRequest()))
    await collect(backend.generate(toRequest({ options: { keep_alive: 0 } })))
    expect(server.requests.map(({ body }) => body['keep_alive'])).toEqual(['10m', 0])
  })
})

it('downloads a picture that is given by its address', async () => {
  await withServer(async (server, make) => {
    const data = new URL('/api/version', server.url)
    const picture = { type: 'file', mediaType: 'image/png', data } as const
    const messages = [{ role: 'user', parts: [{ type: 'text', text: 'What is it?' }, picture] } as const]
    await collect(make().generate(toRequest({ messages })))
    expect(server.requests.at(-1)?.body['messages']).toEqual([
      { role: 'user', content: 'What is it?', images: [btoa('{"version":"0.32.5"}')] },
    ])
  })
})

it('continues a text', async () => {
  await withServer(async (server, make) => {
    await collect(
      make().generate(toRequest({ messages: [textMessage('user', 'Count.')], prefill: { text: 'One, ' } })),
    )
    expect(server.requests[0]?.body['messages']).toEqual([
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, ' },
    ])
  })
})

describe('vectors', () => {
  it('are asked for without cutting a text, unless somebody says so', async () => {
    await withServer(async (server, make) => {
      const backend = make({ keepAlive: '10m' })
      await backend.embed({ texts: ['a'], signal })
      await backend.embed({ texts: ['a'], extraBody: { truncate: true, options: { num_ctx: 512 } }, signal })
      expect(server.requests.map(({ body }) => body)).toEqual([
        { model: 'granite4.1:3b', input: ['a'], truncate: false, keep_alive: '10m' },
        {
          model: 'granite4.1:3b',
          input: ['a'],
          truncate: true,
          keep_alive: '10m',
          options: { num_ctx: 512 },
        },
      ])
    })
  })

  it('pull the model that makes them, and name it when it is missing', async () => {
    await withServer(
      async (server, make) => {
        const request = { texts: ['a'], modelId: 'embeddinggemma', signal }
        await expect(make().embed(request)).rejects.toThrow(/`ollama pull embeddinggemma`/)
        const backend = make({ pull: true })
        await Promise.all([backend.embed(request), backend.embed(request)])
        const pulls = server.requests.filter(({ path }) => path === '/api/pull')
        expect(pulls.map(({ body }) => body['model'])).toEqual(['embeddinggemma'])
      },
      { models: [] },
    )
  })
})
