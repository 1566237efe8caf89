import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OllamaModelBackend } from '../backends/ollama.ts'
import { OpenAIBackend } from '../backends/openai.ts'
import type { Backend, Middleware, WireTool } from '../core/backend.ts'
import { jsonSchema } from '../core/json-schema.ts'
import { MelleaError } from '../core/errors.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeOllama } from './fake-ollama.ts'
import { startFakeOpenAI } from './fake-openai.ts'
import type { FakeServer } from './fake-server.ts'
import { serverFaults, type FaultAsks, type ServerFault } from './server-faults.ts'

const person = jsonSchema({
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
})

const search: WireTool = { type: 'function', name: 'search', schema: { type: 'object', properties: {} } }
const offering: Middleware = (request, next) => next({ ...request, tools: [search] })

interface Seen {
  readonly error?: string
  readonly warnings: readonly string[]
  readonly asked: readonly string[]
}

/** What a program learns of one answer. */
async function seen(backend: Backend, asks: FaultAsks = {}, enforce = false): Promise<Seen> {
  const m = new MelleaSession({ backend, ...(asks.tools && { middleware: [offering] }) })
  const { modelOptions = {}, prompt = 'Who?' } = asks
  const options = { modelOptions, enforce, maxRetries: 0, strategy: null }
  try {
    const call = asks.format
      ? m.instruct(prompt, { ...options, format: person })
      : m.instruct(prompt, options)
    return toSeen(await call)
  } catch (error) {
    if (error instanceof RequirementsNotMetError) return toSeen(error.sampling.best)
    return { error: MelleaError.isInstance(error) ? error.code : String(error), warnings: [], asked: [] }
  }
}

function toSeen({
  warnings,
  receipt: { asked = {} },
}: {
  readonly warnings: readonly { readonly code: string }[]
  readonly receipt: { readonly asked?: { readonly [name: string]: string } }
}): Seen {
  return {
    warnings: warnings.map(({ code }) => code),
    asked: Object.keys(asked).filter((name) => asked[name] === 'ignored'),
  }
}

const servers = {
  ollama: {
    start: () => startFakeOllama(),
    backend: (url: string): Backend => new OllamaModelBackend({ modelId: 'm', baseURL: url, env: {} }),
  },
  openai: {
    start: () => startFakeOpenAI(),
    backend: (url: string): Backend => new OpenAIBackend({ modelId: 'm', baseURL: `${url}/v1`, env: {} }),
  },
} as const

describe.each(['ollama', 'openai'] as const)(
  'a server of %s that fails and says that all is well',
  (protocol) => {
    let server: FakeServer
    beforeAll(async () => {
      server = await servers[protocol].start()
    })
    afterAll(() => server.close())

    // a backend learns from what it sees
    const fresh = (): Backend => servers[protocol].backend(server.url)
    const faults = Object.entries(serverFaults).filter(([, fault]) => fault[protocol])

    it.each(faults)('is flagged: %s', async (_, fault) => {
      server.always(fault[protocol] ?? {})
      const { error, warnings } = await seen(fresh(), fault.asks)
      const [told, flag] =
        'error' in fault.flag ? [[error], fault.flag.error] : [warnings, fault.flag.warning]
      expect(told).toContain(flag)
    })

    it.each(faults.filter(([, { breaks }]) => breaks))('fails closed with enforce: %s', async (_, fault) => {
      server.always(fault[protocol] ?? {})
      expect(await seen(fresh(), fault.asks, true)).toMatchObject({ error: 'not-enforced' })
    })

    it('is trusted where it does all that was asked', async () => {
      server.always({ text: '{"name":"Ada","age":36}', thinking: 'Hm.', outputTokens: 8 })
      const asks = {
        format: true,
        modelOptions: { thinking: true, maxNewTokens: 50, stopSequences: ['END'] },
      }
      expect(await seen(fresh(), asks, true)).toEqual({ warnings: [], asked: [] })
    })
  },
)

it('knows two dozen ways of failing', () => {
  const all: readonly ServerFault[] = Object.values(serverFaults)
  expect(all.length).toBeGreaterThanOrEqual(20)
  expect(all.filter(({ ollama, openai }) => ollama ?? openai)).toHaveLength(all.length)
})
