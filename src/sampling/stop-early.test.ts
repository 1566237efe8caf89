import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { OllamaModelBackend } from '../backends/ollama.ts'
import { OpenAIBackend } from '../backends/openai.ts'
import type { Backend } from '../core/backend.ts'
import type { Requirement } from '../core/requirement.ts'
import { watch } from '../requirements/watch.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeOllama } from '../testing/fake-ollama.ts'
import { startFakeOpenAI } from '../testing/fake-openai.ts'
import type { FakeServer } from '../testing/fake-server.ts'
import { MockBackend } from '../testing/mock-backend.ts'

const failures = [10, 20, 30, 40, 50, 60, 70, 80, 90]
const sentences = Array.from({ length: 100 }, (_, index) => `This is sentence number ${index + 1}.`)
const items = Array.from({ length: 100 }, (_, index) => ({ name: `item ${index}`, price: 5 }))

/** A text of which something is wrong after `percent` of it; where that is known; and who knows it. */
interface Scripted {
  readonly text: string
  /** How many characters have to be seen. */
  readonly knownAt: number
  readonly requirement: Requirement<unknown>
  readonly format?: z.ZodType
}

const scripts = {
  'a sentence': (percent: number): Scripted => {
    const bad = sentences.with(percent, 'Purple elephants danced.')
    const requirement = watch({
      chunk: 'sentence',
      onChunk: (sentence) => !sentence.includes('elephant') || 'an elephant',
    })
    return { text: bad.join(' '), knownAt: bad.slice(0, percent + 1).join(' ').length + 1, requirement }
  },
  'a word': (percent: number): Scripted => {
    const bad = sentences.with(percent, 'Purple elephants danced.')
    const requirement = watch({ chunk: 'word', onChunk: (word) => word !== 'elephants' || 'an elephant' })
    const text = bad.join(' ')
    return { text, knownAt: text.indexOf('elephants') + 'elephants '.length, requirement }
  },
  'a value of JSON': (percent: number): Scripted => {
    const text = JSON.stringify({ items: items.with(percent, { name: 'bad', price: -1 }) })
    const requirement = watch.path('items[*].price', z.number(), (price) => price > 0 || 'not above 0')
    const format = z.object({ items: z.array(z.object({ name: z.string(), price: z.number() })) })
    return { text, knownAt: text.indexOf('-1') + 3, requirement, format }
  },
}

describe('an answer that goes wrong', () => {
  for (const [name, script] of Object.entries(scripts))
    it(`by ${name} is stopped there, whenever that is, and is in the books`, async () => {
      for (const percent of failures) {
        const { text, knownAt, requirement, format } = script(percent)
        let generated = ''
        const backend = new MockBackend([text], {
          chunkSize: 4,
          beforeChunk: (chunk, { signal }) => {
            if (!signal.aborted) generated += chunk
          },
        })
        const m = new MelleaSession({ backend })
        const call = m.instruct('x', {
          requirements: [requirement],
          strategy: null,
          ...(format && { format }),
        })
        const result = await call.sampling()
        expect(result.success).toBe(false)
        expect(generated.length, `${percent} %`).toBeGreaterThanOrEqual(knownAt)
        // one chunk more
        expect(generated.length, `${percent} %`).toBeLessThan(knownAt + 4)
        const [row] = m.ledger.rows
        const tokens = generated.match(/\S+\s*/g)?.length
        expect([row?.outcome, row?.usage.outputTokens]).toEqual(['aborted', tokens])
      }
    })
})

const servers: Record<string, [start: () => Promise<FakeServer>, backend: (url: string) => Backend]> = {
  Ollama: [() => startFakeOllama(), (url) => new OllamaModelBackend({ baseURL: url })],
  OpenAI: [
    () => startFakeOpenAI(),
    (url) => new OpenAIBackend({ modelId: 'any', baseURL: `${url}/v1`, apiKey: 'x' }),
  ],
}

describe('over a connection', () => {
  for (const [name, [start, backendAt]] of Object.entries(servers))
    it(`${name} loses its client at once, and every stopped answer has its usage`, async () => {
      const server = await start()
      try {
        const m = new MelleaSession({ backend: backendAt(server.url) })
        let lost = 0
        for (const percent of failures) {
          const { text, knownAt, requirement } = scripts['a word'](percent)
          // the server holds the rest back: who does not hang up waits for ever
          const holdAfterFrames = Math.ceil(knownAt / 4) + 1
          server.reply({ text, chunkSize: 4, holdAfterFrames })
          const result = await m.instruct('x', { requirements: [requirement], strategy: null }).sampling()
          await server.disconnected(++lost)
          const read = result.attempts[0]?.text ?? ''
          expect(result.success).toBe(false)
          expect(text.startsWith(read)).toBe(true)
          expect(read.length).toBeGreaterThanOrEqual(knownAt)
          expect(read.length).toBeLessThan(knownAt + 4)
        }
        expect(m.ledger.rows).toHaveLength(failures.length)
        for (const { outcome, usage } of m.ledger.rows) {
          expect(outcome).toBe('aborted')
          expect(usage.outputTokens).toBeGreaterThan(0)
          expect(usage.inputTokens).toBeGreaterThan(0)
        }
        const sum = m.ledger.rows.reduce((all, { usage }) => all + usage.outputTokens, 0)
        expect(m.ledger.outputTokens).toBe(sum)
      } finally {
        await server.close()
      }
    })
})
