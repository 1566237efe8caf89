import { describe, expect, it } from 'vitest'
import { BackendError } from '../core/backend-error.ts'
import { MockBackend, type MockBackendOptions } from '../testing/mock-backend.ts'
import { MelleaSession } from './mellea-session.ts'

/** A word costs 1, whichever way it goes. */
const prices = { mock: { input: 1_000_000, output: 1_000_000 } }
const session = (script: ConstructorParameters<typeof MockBackend>[0], options: MockBackendOptions = {}) =>
  new MelleaSession({
    backend: new MockBackend(script, options),
    prices,
    clock: { now: () => 0, after: (ms, call) => (queueIfRetry(ms, call), () => {}) },
  })
/** Time stands still, but for the waits before a retry, which are over at once. */
function queueIfRetry(ms: number, call: () => void): void {
  if (ms < 60_000) queueMicrotask(call)
}
const busy = new BackendError('busy', { provider: 'mock', code: 'overloaded', retryable: true })

describe('the cost of a call', () => {
  it('is that of all its generations, and stands on the output, in the ledgers and in their rows', async () => {
    const m = session(['NO', 'yes it is'])
    const out = await m.chat('Say it.', {
      requirements: [(text) => text === text.toLowerCase() || 'lower case'],
    })
    const costs = out.ledger.rows.map(({ usage, cost }) => [cost, usage.totalTokens])
    expect(costs).toHaveLength(2)
    for (const [cost, tokens] of costs) expect(cost).toBe(tokens)
    expect(out.cost).toEqual({ amount: out.ledger.totalTokens, kind: 'whole' })
    expect(out.ledger.cost).toEqual(out.cost)
    await m.chat('Say it.').catch(() => {})
    expect(m.ledger.cost?.amount).toBe(m.ledger.totalTokens)
  })

  it('is absent where no price is known, and never 0', async () => {
    const m = new MelleaSession({ backend: new MockBackend(['a']), prices: { other: { input: 1 } } })
    const out = await m.chat('x')
    expect(out.cost).toBeUndefined()
    expect('cost' in m.ledger).toBe(false)
    expect('cost' in (m.ledger.rows[0] ?? {})).toBe(false)
  })

  it('is a lower bound where only some calls have a price', async () => {
    const backend = new MockBackend(['one', 'two'])
    const m = new MelleaSession({ backend })
    await m.chat('x')
    const priced = await m.with({ prices }).chat('x')
    expect(priced.cost).toEqual({ amount: 2, kind: 'whole' })
    expect(m.ledger.cost).toEqual({ amount: 2, kind: 'at-least' })
  })

  it('counts calls that failed and calls that were aborted', async () => {
    const stop = new AbortController()
    const m = session([busy, 'one two three four'], {
      chunkSize: 4,
      beforeChunk: (chunk) => void (chunk.includes('thr') && stop.abort()),
    })
    await expect(m.chat('a b', { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
    const [failed, aborted] = m.ledger.rows
    expect(failed).toMatchObject({ outcome: 'failed', cost: 0 })
    expect(aborted).toMatchObject({ outcome: 'aborted', cost: aborted?.usage.totalTokens })
    expect(aborted?.usage.outputTokens).toBeGreaterThan(0)
    expect(m.ledger.cost).toEqual({ amount: aborted?.cost, kind: 'whole' })
  })

  it("is reckoned with the backend's own prices where the session has none for it", async () => {
    const backend = new MockBackend(['a', 'b', 'c'], { prices: { '*': { input: 0, output: 3_000_000 } } })
    const m = new MelleaSession({ backend })
    expect((await m.chat('x')).cost?.amount).toBe(3)
    expect((await m.with({ prices: { other: { input: 9 } } }).chat('x')).cost?.amount).toBe(3)
    expect((await m.with({ prices }).chat('x')).cost?.amount).toBe(2)
  })

  it('has prices that are looked at when the session is made', () => {
    expect(() => new MelleaSession({ backend: new MockBackend(), prices: { a: { input: -1 } } })).toThrow(
      'prices["a"].input must be a number from 0 up, got -1.',
    )
    expect(() => session([]).with({ prices: { a: { input: -1 } } })).toThrow(/prices/)
  })
})
