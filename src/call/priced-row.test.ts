import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerRow } from '../core/ledger.ts'
import { toPrices } from '../core/price.ts'
import { toUsage, type ReportedUsage } from '../core/usage.ts'
import { pricedRow } from './priced-row.ts'

function row(usage: Partial<ReportedUsage> = {}, modelId = 'gpt-5-mini'): LedgerRow {
  const full = toUsage({ inputTokens: 0, outputTokens: 0, ...usage })
  return {
    purpose: 'draft',
    attempt: 1,
    provider: 'openai',
    modelId,
    outcome: 'ok',
    usage: full,
    startedMs: 0,
    ms: 1,
  }
}
const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 }

describe('what a call costs', () => {
  it('is so much a million tokens, sent and generated', () => {
    expect(pricedRow(row(million), { 'gpt-5-mini': { input: 0.25, output: 2 } }).cost).toBe(2.25)
  })

  it('takes what was cached at its own price, and at the full one where there is none', () => {
    const usage = { inputTokens: 1_000_000, cachedInputTokens: 400_000 }
    const price = { input: 1, output: 2 }
    expect(pricedRow(row(usage), { '*': { ...price, cachedInput: 0.5 } }).cost).toBeCloseTo(0.8)
    expect(pricedRow(row(usage), { '*': price }).cost).toBe(1)
  })

  it('is unknown, not 0, where nobody named the model', () => {
    const given = row(million)
    expect(pricedRow(given, undefined, { 'gpt-5': { input: 1, output: 1 } })).toBe(given)
    expect('cost' in given).toBe(false)
  })

  it('is unknown where something was generated that has no price', () => {
    expect(pricedRow(row(million), { '*': { input: 1 } }).cost).toBeUndefined()
    expect(pricedRow(row({ inputTokens: 1_000_000 }), { '*': { input: 1 } }).cost).toBe(1)
  })

  it('is 0 where somebody said so', () => {
    expect(pricedRow(row(million), { '*': { input: 0, output: 0 } }).cost).toBe(0)
  })

  it('never grows when more of the input comes from a cheaper cache, and is never below 0', () => {
    const count = fc.nat(10_000_000)
    const price = fc.double({ min: 0, max: 1000, noNaN: true })
    fc.assert(
      fc.property(count, count, count, price, price, (inputTokens, outputTokens, some, input, output) => {
        const prices = { '*': { input, output, cachedInput: input / 10 } }
        const cost = (cachedInputTokens: number): number =>
          pricedRow(row({ inputTokens, outputTokens, cachedInputTokens }), prices).cost ?? Number.NaN
        expect(cost(some)).toBeLessThanOrEqual(cost(0))
        expect(cost(some)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('the price of a model', () => {
  const at = (input: number) => ({ input, output: 0 })
  const cost = (prices: Parameters<typeof toPrices>[0], modelId = 'gpt-5-mini') =>
    pricedRow(row({ inputTokens: 1_000_000 }, modelId), prices).cost

  it('is found under its provider first, then its name, then the longest beginning', () => {
    const all = { 'openai/gpt-5-mini': at(1), 'gpt-5-mini': at(2), 'gpt-5*': at(3), 'openai/*': at(4) }
    expect(cost(all)).toBe(1)
    expect(cost({ ...all, 'openai/gpt-5-mini': at(1) }, 'gpt-5-nano')).toBe(4)
    expect(cost({ 'gpt-5-mini': at(2), 'gpt-5*': at(3), '*': at(5) })).toBe(2)
    expect(cost({ 'gpt-5-mini*': at(2), 'gpt-5*': at(3), '*': at(5) }, 'gpt-5-mini-2025-08-07')).toBe(2)
    expect(cost({ 'ollama/*': at(4), '*': at(5) })).toBe(5)
    expect(cost({ 'ollama/*': at(4) })).toBeUndefined()
  })

  it('is what the session says before what the backend says', () => {
    const said = pricedRow(row({ inputTokens: 1_000_000 }), { '*': at(1) }, { 'gpt-5-mini': at(2) })
    expect(said.cost).toBe(1)
  })

  it('is not taken from what every object has', () => {
    expect(cost({}, 'constructor')).toBeUndefined()
  })

  it('has to be a number from 0 up', () => {
    for (const input of [-1, Number.NaN, Infinity, '1', undefined])
      expect(() => toPrices({ a: { input: input as number } })).toThrow(
        /prices\["a"\]\.input must be a number/,
      )
    expect(() => toPrices({ a: { input: 1, cachedInput: -1 } })).toThrow(/cachedInput/)
    expect(() => toPrices({ a: { input: 1, output: undefined } })).not.toThrow()
  })
})
