import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { StreamEvent } from '../core/stream-event.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { check, req } from '../requirements/req.ts'
import { rejectionSampling } from '../sampling/rejection-sampling.ts'
import { Gate, idle } from '../../test/manual-clock.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { MelleaSession } from './mellea-session.ts'

const lower = req('lower case', (s) => s === s.toLowerCase() || 'has upper case')
const calm = req('calm', { onChunk: (_chunk, soFar) => !soFar.includes('!') || 'it shouts' })
const session = (script: ConstructorParameters<typeof MockBackend>[0], chunkSize = 2) =>
  new MelleaSession({ backend: new MockBackend(script, { chunkSize }) })

async function all<E>(parts: AsyncIterable<E>): Promise<E[]> {
  const seen: E[] = []
  for await (const part of parts) seen.push(part)
  return seen
}
const brief = (events: readonly StreamEvent<unknown, unknown>[]) =>
  events.map((event) =>
    event.type === 'text-delta'
      ? event.delta
      : 'attempt' in event
        ? `${event.type} ${event.attempt}`
        : event.type,
  )

describe('events', () => {
  it('tell everything at once, and say which attempt it belongs to', async () => {
    const call = session(['NO', 'yes']).instruct('x', { requirements: [lower] })
    const told = ['attempt-started 1', 'NO', 'validation 1', 'attempt-rejected 1']
    const again = ['attempt-started 2', 'ye', 's', 'validation 2', 'attempt-accepted 2', 'completed']
    expect(brief(await all(call.events))).toEqual([...told, ...again])
    expect(brief(await all(call.events))).toEqual([...told, ...again])
  })

  it('end with the error of a call that failed', async () => {
    const seen: unknown[] = []
    const call = session(['NO']).instruct('x', { requirements: [lower], strategy: null })
    await expect(
      (async () => {
        for await (const event of call.events) seen.push(event.type)
      })(),
    ).rejects.toMatchObject({ code: 'requirements-not-met' })
    expect(seen.at(-1)).toBe('attempt-rejected')
  })
})

describe('plain text', () => {
  it('is held until its attempt is accepted, where something can still reject it', async () => {
    expect(await all(session(['NO', 'yes']).instruct('x', { requirements: [lower] }))).toEqual(['yes'])
  })

  it('flows where nothing can take it back', async () => {
    expect(await all(session(['abcd']).instruct('x'))).toEqual(['ab', 'cd'])
  })

  it('flows past watchers chunk by chunk, and the rejected chunk is never shown', async () => {
    const call = session(['!bc', 'abc']).instruct('x', { requirements: [calm] })
    expect((await all(call)).join('')).toBe('abc')
    expect((await call).attempts).toBe(2)
  })

  it('that was read of an attempt that is rejected since is an error that names the remedy', async () => {
    const parts: string[] = []
    const call = session(['ab!', 'axc']).instruct('x', { requirements: [calm] })
    await expect(
      (async () => {
        for await (const part of call) parts.push(part)
      })(),
    ).rejects.toMatchObject({
      code: 'text-withdrawn',
      message: expect.stringContaining("release: 'accepted'"),
    })
    expect(parts).toEqual(['ab'])
  })

  it('goes on where the next attempt begins with the same words', async () => {
    for (const again of ['abcd', 'ab', 'abc']) {
      const call = session(['ab!', again], 2).instruct('x', { requirements: [calm] })
      expect((await all(call)).join('')).toBe(again)
      expect((await call).attempts).toBe(2)
    }
    const twice = session(['abcd!', 'abc!', 'abcdef'], 1).instruct('x', { requirements: [calm] })
    expect((await all(twice)).join('')).toBe('abcdef')
  })

  it('that was read ends with what the call failed with, whatever the last attempt said', async () => {
    const call = session(['ab!', 'x!', 'y!'], 1).instruct('x', { requirements: [calm], release: 'chunk' })
    await expect(all(call)).rejects.toMatchObject({ code: 'text-withdrawn' })
    const same = session(['ab!', 'ab!', 'a!'], 1).instruct('x', { requirements: [calm], release: 'chunk' })
    await expect(all(same)).rejects.toMatchObject({ code: 'requirements-not-met' })
  })

  it("is held under release: 'accepted', and flows under release: 'chunk'", async () => {
    expect(await all(session(['abcd']).instruct('x', { release: 'accepted' }))).toEqual(['abcd'])
    const call = session(['abcd']).instruct('x', { requirements: [lower], release: 'chunk' })
    expect(await all(call)).toEqual(['ab', 'cd'])
  })

  it('of another attempt than the accepted one never mixes with its text', async () => {
    const second: SamplingStrategy = {
      name: 'second',
      async sample(run) {
        await run.attempt()
        return run.attempt()
      },
    }
    const call = session(['first one', 'the second']).instruct('x', { strategy: second, release: 'chunk' })
    await expect(all(call)).rejects.toMatchObject({ code: 'text-withdrawn' })
    expect(await all(call)).toEqual(['the second'])
  })

  it('that is released begins where its attempt begins, whichever attempt comes first', async () => {
    const both: SamplingStrategy = {
      name: 'both',
      async sample(run) {
        const tried = []
        for await (const draft of run.drafts(2)) tried.push(await run.check(draft))
        return tried.find(({ ok }) => ok)
      },
    }
    const call = session(['A', 'bcdefgh']).instruct('x', {
      strategy: both,
      release: 'chunk',
      requirements: [lower],
    })
    const text = await call.then(String)
    expect((await all(call)).join('')).toBe(text)
  })

  it('a watcher stops the tokens at the socket', async () => {
    const gate = new Gate()
    const chunks: string[] = []
    const backend = new MockBackend(['ab!defgh', 'fine'], {
      chunkSize: 1,
      async beforeChunk(chunk) {
        chunks.push(chunk)
        if (chunk === 'd') await gate.pass()
      },
    })
    const call = new MelleaSession({ backend }).instruct('x', { requirements: [calm] })
    const text = call.then(String)
    await idle()
    expect(backend.calls[0]?.request.signal.aborted).toBe(true)
    gate.open()
    expect(await text).toBe('fine')
    expect(chunks.join('')).toBe('ab!dfine')
  })
})

describe('partial values', () => {
  const Recipe = z.object({ name: z.string(), steps: z.array(z.string()) })
  const recipe = { name: 'pie', steps: ['mix', 'bake'] }

  it('grow, are never changed, and end with the validated value', async () => {
    const seen = await all(session([recipe]).instruct('x', { format: Recipe }).partials)
    const texts = seen.map((one) => JSON.stringify(one))
    expect(seen.at(-1)).toEqual(recipe)
    const lengths = seen.map((one) => one.steps?.length ?? 0)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    expect(seen.map((one) => JSON.stringify(one))).toEqual(texts)
  })

  it('start over with the next attempt', async () => {
    const seen = await all(session([{ name: 1 }, recipe]).instruct('x', { format: Recipe }).partials)
    expect(seen.at(-1)).toEqual(recipe)
  })

  it('follow one attempt, where several run at once', async () => {
    const both: SamplingStrategy = {
      name: 'both',
      async sample(run) {
        let last
        for await (const draft of run.drafts(2)) last = await run.check(draft)
        return last
      },
    }
    const other = { name: 'cake', steps: ['stir'] }
    const seen = await all(
      session([recipe, other]).instruct('x', { format: Recipe, strategy: both }).partials,
    )
    const names = seen.flatMap(({ name }) => (name === undefined ? [] : [name]))
    expect(names.every((name) => 'cake'.startsWith(name) || name === 'pie')).toBe(true)
    expect(names.length).toBeGreaterThan(5)
  })

  it('of an array are given element by element, each once and complete', async () => {
    const Heroes = z.array(z.object({ name: z.string() }))
    const heroes = [{ name: 'Ada' }, { name: 'Bo' }, { name: 'Cy' }]
    const call = session([{ result: heroes }]).instruct('x', { format: Heroes })
    expect(await all(call.elements)).toEqual(heroes)
  })

  it('of an array wait for the accepted attempt where requirements can reject it', async () => {
    const Numbers = z.array(z.number())
    const call = session([{ result: [1] }, { result: [2, 3] }]).instruct('x', {
      format: Numbers,
      requirements: [(numbers) => numbers.length > 1 || 'too few'],
    })
    expect(await all(call.elements)).toEqual([2, 3])
  })

  it('of an array that were read of a rejected attempt are an error, not a mixture', async () => {
    const call = session(['{"result":[1,2,"x"]}', { result: [7, 8, 9] }]).instruct('x', {
      format: z.array(z.number()),
    })
    await expect(all(call.elements)).rejects.toMatchObject({ code: 'text-withdrawn' })
  })
})

describe('looking at a failure', () => {
  it('sampling() never throws for unmet requirements, and has every attempt', async () => {
    const result = await session(['A', 'B'])
      .instruct('x', { requirements: [lower], strategy: rejectionSampling({ loopBudget: 2 }) })
      .sampling()
    expect(result.success).toBe(false)
    if (result.success) return
    expect(result.attempts.map(({ text }) => text)).toEqual(['A', 'B'])
    expect(result.failures.map(({ result: { reason } }) => reason)).toEqual(['has upper case'])
  })

  it('orBest() and onFailure: best give only what could be parsed', async () => {
    const format = z.object({ a: z.number() })
    const never = check('never', { validate: () => 'no' })
    const make = (script: string[]) =>
      session(script).instruct('x', { format, requirements: [['never', () => 'no']] })
    expect((await make(['nonsense', '{"a":1}', 'nonsense']).orBest()).value).toEqual({ a: 1 })
    await expect(make(['x', 'y', 'z']).orBest()).rejects.toMatchObject({ code: 'requirements-not-met' })
    const call = session(['x', 'y', 'z']).instruct('x', { format, onFailure: 'best' })
    await expect(call).rejects.toMatchObject({ code: 'requirements-not-met' })
    const best = await session(['A']).instruct('x', {
      requirements: [never],
      strategy: null,
      onFailure: 'best',
    })
    expect([best.ok, best.text]).toEqual([false, 'A'])
  })
})
