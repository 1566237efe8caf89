import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameValue } from './same-value.ts'

/** The same JSON value with its keys in another order, at every depth. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [key, shuffled(each)])
  return Object.fromEntries(entries.toReversed())
}

describe('sameValue', () => {
  it('does not look at the order of keys, nor at absent ones', () => {
    expect(sameValue({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true)
    expect(sameValue({ a: 1, b: undefined }, { a: 1 })).toBe(true)
    expect(sameValue({ a: 1 }, { a: 1, b: 2 })).toBe(false)
    expect(sameValue({ toString: 1 }, {})).toBe(false)
  })

  it('looks at the order of lists', () => {
    expect(sameValue([1, 2], [2, 1])).toBe(false)
    expect(sameValue([1, 2], [1, 2, 3])).toBe(false)
    expect(sameValue([], {})).toBe(false)
  })

  it('takes texts by their words', () => {
    expect(sameValue(' 17 ×\n23', '17 × 23 ')).toBe(true)
    expect(sameValue('caf\u00E9', 'cafe\u0301')).toBe(true)
    expect(sameValue('Paris', 'paris')).toBe(false)
    expect(sameValue('1', 1)).toBe(false)
  })

  it('knows dates, maps, sets, NaN and the zeros', () => {
    expect(sameValue(new Date(5), new Date(5))).toBe(true)
    expect(sameValue(new Date(5), new Date(6))).toBe(false)
    expect(sameValue(new Map([['a', 1]]), new Map([['a', 1]]))).toBe(true)
    expect(sameValue(new Set([1]), new Set([2]))).toBe(false)
    expect(sameValue(new Set(), {})).toBe(false)
    expect(sameValue(Number.NaN, Number.NaN)).toBe(true)
    expect(sameValue(0, -0)).toBe(true)
    expect(sameValue(null, {})).toBe(false)
  })

  it('holds between a value and itself in another order, both ways, and never between different ones', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(sameValue(one, shuffled(one))).toBe(true)
        expect(sameValue(one, other)).toBe(sameValue(other, one))
        expect(sameValue([one], [one, other])).toBe(false)
        expect(sameValue({ ...Object(one), added: 1 }, { ...Object(one), added: 2 })).toBe(false)
      }),
    )
  })
})
