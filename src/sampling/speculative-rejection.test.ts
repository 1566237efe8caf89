import { describe, expect, it } from 'vitest'
import { words } from '../requirements/text/words.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockBackendOptions } from '../testing/mock-backend.ts'
import { speculativeRejection } from './speculative-rejection.ts'

/** How often the letter g stands in it: the beginning tells it. */
const score = (text: string): number => text.split('g').length

const make = (script: readonly (string | Error)[], options: MockBackendOptions = {}) => {
  const backend = new MockBackend(script, { chunkSize: 2, ...options })
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}
const long = (text: string): string => `${text} and on and on and on and on and on`

describe('speculativeRejection', () => {
  it('stops those whose beginning is worse, at the socket, and takes the best of the rest', async () => {
    const { m, backend } = make([long('bad'), long('ggg'), long('gbd'), long('bbb')])
    const sampling = await m
      .instruct('x', { strategy: speculativeRejection({ n: 4, at: 3, keep: 1, score }) })
      .sampling()
    expect(sampling.success && sampling.result.text).toBe(long('ggg'))
    const outcomes = backend.calls.map(({ request }) => request.signal.aborted)
    expect(outcomes).toEqual([true, false, true, true])
    expect(sampling.ledger.rows.map(({ outcome }) => outcome).toSorted()).toEqual([
      'aborted',
      'aborted',
      'aborted',
      'ok',
    ])
    const spent = sampling.ledger.rows
      .filter(({ outcome }) => outcome === 'aborted')
      .map(({ usage }) => usage.outputTokens)
    expect(Math.max(...spent)).toBeLessThan(6)
    expect(sampling.errors).toEqual([])
  })

  it('does the same for drafts that run one after the other', async () => {
    const { m, backend } = make([long('bad'), long('ggg'), long('gbd')])
    const strategy = speculativeRejection({ n: 3, at: 3, keep: 1, score, concurrency: 1 })
    expect((await m.instruct('x', { strategy })).text).toBe(long('ggg'))
    // the first was finished before there was anything to compare it with
    expect(backend.calls.map(({ request }) => request.signal.aborted)).toEqual([false, false, true])
  })

  it('checks the whole drafts from the best downwards, until one passes', async () => {
    const { m } = make(['ggg', 'gg two words', 'g two words'])
    const strategy = speculativeRejection({ n: 3, at: 99, score })
    const sampling = await m.instruct('x', { strategy, requirements: [words.min(2)] }).sampling()
    expect(sampling.attempts.map(({ text }) => text)).toEqual(['ggg', 'gg two words'])
  })

  it('looks more than once, and keeps a share of those before', async () => {
    const { m, backend } = make([long('gggg'), long('gggb'), long('ggbb'), long('gbbb')])
    const strategy = speculativeRejection({
      n: 4,
      at: [4, 8],
      keep: 0.5,
      score: async (text) => Promise.resolve(score(text)),
    })
    expect((await m.instruct('x', { strategy })).text).toBe(long('gggg'))
    expect(backend.calls.filter(({ request }) => !request.signal.aborted)).toHaveLength(1)
  })

  it('outlives a draft that fails, and throws when all do', async () => {
    const boom = new Error('boom')
    const strategy = speculativeRejection({ n: 2, score })
    const one = await make([boom, 'fine']).m.instruct('x', { strategy }).sampling()
    expect([one.success && one.result.text, one.errors]).toEqual(['fine', [boom]])
    await expect(make([boom, boom]).m.instruct('x', { strategy })).rejects.toBe(boom)
  })

  it('ends with what its score throws, and leaves nothing running', async () => {
    const oops = new TypeError('oops')
    const strategy = speculativeRejection({
      n: 3,
      at: 2,
      score: () => {
        throw oops
      },
    })
    const { m, backend } = make([long('a'), long('b'), long('c')])
    await expect(m.instruct('x', { strategy })).rejects.toBe(oops)
    expect(m.ledger.calls).toBe(backend.calls.length)
  })

  it('refuses options that cannot mean anything', () => {
    // @ts-expect-error  it needs a score
    expect(() => speculativeRejection({ n: 3 })).toThrow(/`score` is missing/)
    for (const keep of [0, -1, 1.5, Number.NaN])
      expect(() => speculativeRejection({ keep, score })).toThrow(/keep must be/)
    expect(() => speculativeRejection({ at: 0, score })).toThrow(/speculativeRejection: at/)
    expect(() => speculativeRejection({ at: [], score })).toThrow(/at least one/)
    expect(() => speculativeRejection({ n: 0, score })).toThrow(/speculativeRejection: n/)
  })
})
