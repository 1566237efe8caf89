import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { BackendEvent } from '../core/backend.ts'
import { modelIds } from '../core/model-catalogue.ts'
import { backendContract } from '../testing/backend-contract.ts'
import { collect, joined, only, toRequest } from '../testing/backend-subject.ts'
import { startFakeOpenAI, type FakeOpenAIOptions } from '../testing/fake-openai.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { OpenAIBackend, type OpenAIBackendOptions } from './openai.ts'

const { signal } = new AbortController()
/** What servers that take `n` and do not know it answer. */
const oneAnswer = {
  body: JSON.stringify({ choices: [{ index: 0, message: { content: 'One.' }, finish_reason: 'stop' }] }),
  headers: { 'content-type': 'application/json' },
}

async function withServer(
  use: (
    server: FakeServer,
    backend: (options?: Partial<OpenAIBackendOptions>) => OpenAIBackend,
  ) => Promise<void>,
  options?: FakeOpenAIOptions,
): Promise<void> {
  const server = await startFakeOpenAI(options)
  try {
    await use(
      server,
      (more) => new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {}, ...more }),
    )
  } finally {
    await server.close()
  }
}

describe('the contract of backends', () => {
  const cases = backendContract({
    async start() {
      const server = await startFakeOpenAI()
      return { server, backend: new OpenAIBackend({ modelId: 'tiny', baseURL: `${server.url}/v1`, env: {} }) }
    },
    unsupported: { options: { contextWindow: 4096 } },
    late: { request: { candidates: 2 }, reply: oneAnswer },
    schemaReceipt: 'requested',
  })
  for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)
})

describe('keys', () => {
  const KEY = 'sk-very-secret-key'

  it('needs none on a server of your own, and sends none that it was not given', async () => {
    await withServer(async (server, make) => {
      await collect(make({ env: { OPENAI_API_KEY: KEY } }).generate(toRequest()))
      expect(server.requests[0]?.headers['authorization']).toBeUndefined()
    })
  })

  it('sends the one of the environment to the address of the environment', async () => {
    await withServer(async (server) => {
      const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${server.url}/v1` }
      await collect(new OpenAIBackend({ modelId: 'tiny', env }).generate(toRequest()))
      expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`)
    })
  })

  it('asks for a key before every request', async () => {
    await withServer(async (server, make) => {
      let count = 0
      const backend = make({ apiKey: async () => `key-${++count}` })
      await collect(backend.generate(toRequest()))
      await collect(backend.generate(toRequest()))
      expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([
        'Bearer key-1',
        'Bearer key-2',
      ])
    })
  })

  it('sends nothing to OpenAI without one', async () => {
    const fetch = (): never => expect.unreachable('something was sent')
    const backend = new OpenAIBackend({ modelId: 'gpt-5-mini', env: {}, fetch })
    await expect(collect(backend.generate(toRequest()))).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(backend.prepare({ signal })).rejects.toThrow(/set OPENAI_API_KEY/)
  })

  it('shows none anywhere', async () => {
    await withServer(
      async (server, make) => {
        const backend = make({ apiKey: KEY })
        const error: unknown = await collect(backend.generate(toRequest())).catch((reason: unknown) => reason)
        expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(KEY)
        expect(inspect(backend, { showHidden: true, depth: 9 })).not.toContain(KEY)
        expect(JSON.stringify(backend)).not.toContain(KEY)
        expect(server.generations).toBe(0)
      },
      { apiKey: 'another' },
    )
  })

  it('shows none in the raw reply of a server that repeats it', async () => {
    await withServer(async (server, make) => {
      const reply = {
        id: 'x',
        debug: { auth: KEY },
        choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }],
      }
      server.reply({ body: JSON.stringify(reply), headers: { 'content-type': 'application/json' } })
      const events = await collect(make({ apiKey: KEY }).generate(toRequest({ transport: 'unary' })))
      expect(only(events, 'finish')[0]?.raw).toMatchObject({ id: 'x', debug: { auth: '***' } })
    })
  })
})

describe('getting ready', () => {
  it('finds the model in the list, and names what there is', async () => {
    const options = { models: ['qwen3', 'tiny'] }
    await withServer(async (_, make) => {
      await make().prepare({ signal })
      const missing = make({ modelId: 'huge' })
      await expect(missing.prepare({ signal })).rejects.toThrow(
        /"huge" is not among the models .* qwen3, tiny/,
      )
      await expect(collect(missing.generate(toRequest()))).rejects.toMatchObject({ code: 'model-not-found' })
    }, options)
  })

  it('knows vLLM by its list', async () => {
    await withServer(
      async (_, make) => {
        const capabilities = await make().capabilities(signal)
        expect(capabilities).toMatchObject({ candidates: true, contextLength: 32_768, prefill: false })
      },
      { models: ['tiny'], ownedBy: 'vllm' },
    )
    await withServer(async (_, make) => expect((await make().capabilities(signal)).candidates).toBe(false))
  })

  it('resolves a constant of the catalogue', () => {
    expect(new OpenAIBackend({ modelId: modelIds.OPENAI_GPT_5_1, env: {} }).modelId).toBe('gpt-5.1')
    expect(() => new OpenAIBackend({ modelId: 'm', baseURL: 'localhost:1234' })).toThrow(/not an address/)
  })
})

describe('replies as servers give them', () => {
  async function events(fixture: string, more: object = {}): Promise<BackendEvent[]> {
    let all: BackendEvent[] = []
    await withServer(async (server, make) => {
      server.reply({
        body: readFileSync(new URL(`__fixtures__/${fixture}`, import.meta.url), 'utf8'),
        ...more,
      })
      all = await collect(make().generate(toRequest()))
    })
    return all
  }

  it('reads text, counts and details', async () => {
    const all = await events('openai-chat.sse')
    expect(joined(all)).toBe('The sky is blue, 世界.')
    expect(all[0]).toMatchObject({
      type: 'start',
      id: 'chatcmpl-CqX0r8b4vJ1',
      modelId: 'gpt-5-mini-2025-08-07',
    })
    expect(all.at(-1)).toMatchObject({
      reason: 'stop',
      usage: { inputTokens: 19, outputTokens: 10, cachedInputTokens: 8, thinkingTokens: 4 },
    })
  })

  it('puts calls together out of pieces', async () => {
    const all = await events('openai-tool-calls.sse')
    expect(only(all, 'part').map(({ value }) => value)).toEqual([
      { type: 'tool-call', id: 'call_AAA', name: 'get_weather', arguments: '{"city":"Paris"}' },
      { type: 'tool-call', id: 'call_BBB', name: 'get_weather', arguments: '{"city":"Lyon"}' },
    ])
    expect(all.at(-1)).toMatchObject({ reason: 'tool-calls' })
  })

  it('keeps calls apart that all have the index 0', async () => {
    const all = await events('same-index-tool-calls.sse')
    expect(only(all, 'part').map(({ value }) => value)).toMatchObject([
      { id: 'fc_1', name: 'a', arguments: '{"x":1}' },
      { id: 'fc_2', name: 'b', arguments: '{}' },
    ])
    expect(all.at(-1)).toMatchObject({ reason: 'tool-calls', usage: { estimated: true } })
  })

  it('tells a refusal from an answer', async () => {
    const all = await events('openai-refusal.sse')
    expect(joined(all)).toBe("I'm sorry, no.")
    expect(all.at(-1)).toMatchObject({ reason: 'refusal' })
  })

  it('reads the thinking of vLLM', async () => {
    const all = await events('vllm-reasoning.sse')
    expect([joined(all, 'thinking'), joined(all)]).toEqual(['Simple sum.', '4'])
  })

  it('reads comments, CR LF, and a stream without its last marker', async () => {
    const all = await events('openrouter-comments.sse')
    expect(joined(all)).toBe('Hi')
    expect(all.at(-1)).toMatchObject({ reason: 'stop' })
  })

  it('reads a whole reply where a stream was asked for, with all its answers', async () => {
    const all = await events('openai-two-choices.json', { headers: { 'content-type': 'application/json' } })
    expect(only(all, 'text')).toEqual([
      { type: 'text', text: 'Heads' },
      { type: 'text', text: 'Tails', candidate: 1 },
    ])
    expect(only(all, 'logprobs')).toEqual([
      { type: 'logprobs', tokens: [{ token: 'Heads', logprob: -0.25 }] },
    ])
    expect(only(all, 'finish')).toMatchObject([
      { candidate: 1, reason: 'length' },
      { reason: 'stop', usage: { inputTokens: 19 } },
    ])
  })
})

it('gives several answers to one prompt, and says which is which', async () => {
  await withServer(async (server, make) => {
    const events = await collect(make().generate(toRequest({ candidates: 3 })))
    const texts = [undefined, 1, 2].map((index) =>
      joined(events.filter(({ candidate }) => candidate === index)),
    )
    expect(texts).toEqual(['Hello!', 'Hello!', 'Hello!'])
    expect(server.requests[0]?.body['n']).toBe(3)
    expect(only(events, 'finish').map(({ candidate }) => candidate)).toEqual([2, 1, undefined])
  })
})

it('names the account', async () => {
  await withServer(async (server, make) => {
    await collect(make({ organization: 'org-1', project: 'proj-1' }).generate(toRequest()))
    expect(server.requests[0]?.headers).toMatchObject({
      'openai-organization': 'org-1',
      'openai-project': 'proj-1',
    })
  })
})
