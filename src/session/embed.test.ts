import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LazyBackend } from '../call/lazy-backend.ts'
import { BackendError } from '../core/backend-error.ts'
import type { Backend } from '../core/backend.ts'
import type { EmbedRequest } from '../core/embedding.ts'
import { modelIds } from '../core/model-catalogue.ts'
import { MockBackend, type MockBackendOptions } from '../testing/mock-backend.ts'
import { Gate, ManualClock, idle } from '../../test/manual-clock.ts'
import { embed } from './functional.ts'
import { MelleaSession } from './mellea-session.ts'

const busy = new BackendError('busy', { provider: 'mock', code: 'overloaded', retryable: true })

function make(options: MockBackendOptions = {}) {
  const backend = new MockBackend([], options)
  const clock = new ManualClock()
  return { backend, clock, m: new MelleaSession({ backend, clock, random: () => 0 }) }
}

describe('m.embed', () => {
  it('gives a vector for a text, and vectors in their order for a list', async () => {
    const { m } = make({ vector: (text) => [text.length, 0] })
    const one = await m.embed('abc')
    expect(one.value).toEqual([3, 0])
    expect([one.dimensions, one.provider, one.modelId, one.warnings]).toEqual([2, 'mock', 'mock', []])
    expect((await m.embed(['a', 'bb'])).value).toEqual([
      [1, 0],
      [2, 0],
    ])
    expect((await m.embed(['abc'])).value).toEqual([[3, 0]])
  })

  it('finds what is near, also without a model', async () => {
    const { value } = await make().m.embed(['the cat sat down', 'the cat lay down', 'profits rose'])
    const [cat, other, money] = value
    const cosine = (a: readonly number[] = [], b: readonly number[] = []) =>
      a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0)
    expect(cosine(cat, cat)).toBeCloseTo(1)
    expect(cosine(cat, other)).toBeGreaterThan(cosine(cat, money) + 0.3)
  })

  it('keeps the order, and every text, however the list is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        async (texts, batchSize, concurrency) => {
          const vector = (text: string) => [texts.indexOf(text)]
          const { m, backend } = make({ vector })
          expect((await m.embed(texts, { batchSize, concurrency })).value).toEqual(texts.map(vector))
          const sizes = backend.embeds.map((request) => request.texts.length)
          expect(sizes).toHaveLength(Math.ceil(texts.length / batchSize))
          expect(Math.max(...sizes)).toBeLessThanOrEqual(batchSize)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('sends 64 texts at once, and long ones in smaller batches', async () => {
    const { m, backend } = make()
    await m.embed(Array.from({ length: 130 }, (_, at) => `text ${at}`))
    expect(backend.embeds.map(({ texts }) => texts.length)).toEqual([64, 64, 2])
    const long = 'x'.repeat(90_000)
    await m.embed([long, long, long, long, long.repeat(3), 'short'])
    expect(backend.embeds.slice(3).map(({ texts }) => texts.length)).toEqual([2, 2, 1, 1])
  })

  it('runs some batches at once, within what it and the backend allow', async () => {
    const counts = async (concurrency: number | undefined, limit?: number) => {
      const gate = new Gate()
      const vector = async () => (await gate.pass(), [1])
      const { m } = make({ vector, ...(limit && { concurrency: limit }) })
      const call = m.embed(['a', 'b', 'c', 'd', 'e', 'f'], { batchSize: 1, concurrency })
      await idle()
      const { came } = gate
      gate.open()
      await call
      return came
    }
    expect(await counts(undefined)).toBe(4)
    expect(await counts(2)).toBe(2)
    expect(await counts(undefined, 1)).toBe(1)
  })

  it('passes on the model, the dimensions and the body, and resolves a constant', async () => {
    const { m, backend } = make()
    const out = await m.embed('a', { modelId: 'embeddinggemma', dimensions: 8, extraBody: { task: 'query' } })
    expect(backend.embeds[0]).toMatchObject({
      texts: ['a'],
      modelId: 'embeddinggemma',
      dimensions: 8,
      extraBody: { task: 'query' },
    })
    expect([out.modelId, out.dimensions, out.warnings]).toEqual(['embeddinggemma', 8, []])
    expect((await m.embed('a', { modelId: modelIds.OPENAI_GPT_5_1 })).modelId).toBe('gpt-5.1')
  })

  it('warns when the vectors are not as long as asked, once for all batches', async () => {
    const { m } = make({ vector: () => [1, 2] })
    const { warnings } = await m.embed(['a', 'b'], { dimensions: 8, batchSize: 1 })
    expect(warnings).toMatchObject([{ code: 'unsupported-option', option: 'dimensions' }])
  })

  it('is not a part of the conversation, and works in the middle of it', async () => {
    const backend = new MockBackend([async () => String((await m.embed('inside')).dimensions)])
    const m = new MelleaSession({ backend, contextType: 'chat' })
    expect((await m.chat('x')).text).toBe('64')
    expect(m.ctx.messages).toHaveLength(2)
  })

  it('has a functional form', async () => {
    const { value } = await embed(['a', 'b'], { backend: new MockBackend() })
    expect(value).toHaveLength(2)
  })
})

describe('what vectors cost', () => {
  it('is a row for each batch, under a purpose of its own', async () => {
    const prices = { embeddinggemma: { input: 1_000_000 } }
    const m = new MelleaSession({ backend: new MockBackend(), prices })
    const out = await m.embed(['a b', 'c'], { batchSize: 1, modelId: 'embeddinggemma' })
    expect(out.usage).toMatchObject({ inputTokens: 3, outputTokens: 0 })
    expect(out.cost).toEqual({ amount: 3, kind: 'whole' })
    expect(out.ledger.rows).toMatchObject([
      { purpose: 'embed', attempt: 1, outcome: 'ok', modelId: 'embeddinggemma', cost: 2 },
      { purpose: 'embed', attempt: 2, outcome: 'ok', usage: { inputTokens: 1 } },
    ])
    expect(m.ledger.rows).toEqual(out.ledger.rows)
  })

  it('counts tries that failed, and is guessed where nobody counts', async () => {
    let tries = 0
    const { m, clock } = make({
      vector: () => {
        if (tries++ === 0) throw busy
        return [1]
      },
    })
    const call = m.embed('12345678')
    await clock.advance(500)
    const out = await call
    expect(out.ledger.rows.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'overloaded'],
      ['ok', undefined],
    ])
    const silent: Backend = Object.assign(new MockBackend(), { embed: async () => ({ vectors: [[1]] }) })
    const guessed = await new MelleaSession({ backend: silent }).embed('12345678')
    expect(guessed.usage).toMatchObject({ inputTokens: 2, estimated: true })
  })
})

describe('vectors that do not come', () => {
  it('for input that means nothing, before anything is sent', async () => {
    const { m, backend } = make()
    await expect(m.embed([])).rejects.toThrow('embed(): the list of texts is empty.')
    await expect(m.embed('')).rejects.toThrow('embed(): the text is empty.')
    await expect(m.embed(['a', ''])).rejects.toThrow('embed(): text 1 is empty.')
    await expect(m.embed(['a', 5 as never])).rejects.toThrow('text 1 must be a text, got 5')
    await expect(m.embed(undefined as never)).rejects.toThrow('must be a text, got undefined')
    for (const options of [{ batchSize: 0 }, { concurrency: 1.5 }, { dimensions: -1 }])
      await expect(m.embed('a', options)).rejects.toThrow(/must be a whole number above 0/)
    await expect(m.embed('a', { modelId: ' ' })).rejects.toThrow(/modelId is empty/)
    await expect(m.embed('a', { timeout: 0 })).rejects.toMatchObject({ code: 'invalid-option' })
    expect(backend.embeds).toEqual([])
  })

  it('from a backend that makes none name those that do, also behind a name', async () => {
    const { capabilities, generate } = new MockBackend()
    const mute: Backend = {
      spec: 'mellea-backend/1',
      provider: 'mute',
      modelId: 'm',
      capabilities,
      generate,
    }
    const lazy = new LazyBackend({ provider: 'later', modelId: 'm', load: async () => mute })
    for (const backend of [mute, lazy]) {
      const failed = new MelleaSession({ backend }).embed('a')
      await expect(failed).rejects.toMatchObject({ code: 'unsupported' })
      await expect(failed).rejects.toThrow(
        /mute \(m\) cannot .* OllamaModelBackend, OpenAIBackend, LocalHFBackend/,
      )
    }
    const request: EmbedRequest = { texts: ['a'], signal: new AbortController().signal }
    await expect(lazy.embed(request)).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('from a backend that is loaded by the first call come after it', async () => {
    const backend = new LazyBackend({ provider: 'mock', modelId: 'm', load: async () => new MockBackend() })
    expect((await new MelleaSession({ backend }).embed('a')).dimensions).toBe(64)
    expect(
      (await backend.embed({ texts: ['a'], signal: new AbortController().signal })).vectors,
    ).toHaveLength(1)
  })

  it('reject with the reason of an abort, which stops all batches', async () => {
    const signals: AbortSignal[] = []
    const vector = (_text: string, { signal }: EmbedRequest): Promise<never> => {
      signals.push(signal)
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      )
    }
    const { m } = make({ vector })
    const stop = new AbortController()
    const call = m.embed(['a', 'b', 'c'], { batchSize: 1, concurrency: 2, signal: stop.signal })
    const caught = call.catch((error: unknown) => error)
    await idle()
    const reason = new Error('the user left')
    stop.abort(reason)
    expect(await caught).toBe(reason)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(m.ledger.rows.map(({ outcome }) => outcome)).toEqual(['aborted', 'aborted'])
    await expect(m.embed('a', { signal: stop.signal })).rejects.toBe(reason)
    expect(signals).toHaveLength(2)
  })

  it('are not waited for longer than allowed, nor tried for ever', async () => {
    const silent = () => make({ vector: () => new Promise<never>(() => {}) })
    const whole = silent()
    const late = whole.m.embed('a', { timeout: 1000 }).catch((error: unknown) => error)
    await whole.clock.advance(10_000)
    expect(await late).toMatchObject({ code: 'timeout', retryable: false })
    const each = silent()
    const quiet = each.m
      .embed('a', { timeout: { firstChunk: 1000 }, maxRetries: 1 })
      .catch((error: unknown) => error)
    await each.clock.advance(20_000)
    expect(await quiet).toMatchObject({ code: 'timeout' })
    expect(each.m.ledger.rows.map(({ code }) => code)).toEqual(['timeout', 'timeout'])
    expect(each.clock.pending).toBe(0)
  })

  it('stop with the session', async () => {
    const { m, backend, clock } = make({ vector: () => new Promise<never>(() => {}) })
    const call = m.embed('a').catch((error: unknown) => error)
    await idle()
    await m[Symbol.asyncDispose]()
    expect(backend.embeds[0]?.signal.aborted).toBe(true)
    await clock.advance(5000)
    expect(await call).toMatchObject({ code: 'session-closed' })
    await expect(m.embed('a')).rejects.toMatchObject({ code: 'session-closed' })
  })

  it('stop each other: the first failure ends the rest', async () => {
    const { m, backend } = make({
      vector: (text, { signal }) =>
        text === 'bad'
          ? Promise.reject(new BackendError('no', { provider: 'mock', code: 'bad-request' }))
          : new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason as Error)),
            ),
    })
    await expect(m.embed(['a', 'bad', 'c', 'd', 'e'], { batchSize: 1 })).rejects.toThrow('no')
    expect(backend.embeds).toHaveLength(4)
  })

  it('are an error when a backend mixes them up', async () => {
    const odd = (vectors: number[][]): Backend =>
      Object.assign(new MockBackend(), { embed: async () => ({ vectors }) })
    for (const vectors of [[[1]], [[1], [1, 2]], [[], []], []])
      await expect(new MelleaSession({ backend: odd(vectors) }).embed(['a', 'b'])).rejects.toMatchObject({
        code: 'malformed-reply',
      })
  })
})
