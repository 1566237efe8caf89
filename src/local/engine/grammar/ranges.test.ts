import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integerRange } from './integer-range.ts'
import { anyNumber, numberRange, type NumberRange } from './number-range.ts'

/** The part of GBNF that ranges use, as a regular expression. */
function toRegExp(gbnf: string): RegExp {
  const pattern = gbnf.replace(/"([^"]*)"| /g, (_, text?: string) => (text ?? '').replace(/[.+*]/g, '\\$&'))
  return new RegExp(`^(?:${pattern})$`)
}

const bound = fc.integer({ min: -2000, max: 2000 })

describe('a range of whole numbers', () => {
  it('has exactly the numbers within it', () => {
    fc.assert(
      fc.property(bound, bound, fc.array(bound, { maxLength: 50 }), (least, most, samples) => {
        const gbnf = integerRange({ least, most })
        expect(gbnf !== undefined).toBe(least <= most)
        const expression = toRegExp(gbnf ?? 'none')
        for (const value of [...samples, least, most, least - 1, most + 1, 0])
          expect(expression.test(String(value)), `${value} in ${least}..${most}`).toBe(
            value >= least && value <= most,
          )
      }),
      { numRuns: 300 },
    )
  })

  it('writes no number in two ways', () => {
    const expression = toRegExp(integerRange({ least: -5, most: 500 }) ?? '')
    for (const text of ['-0', '007', '01', '+1', '', '-']) expect(expression.test(text), text).toBe(false)
  })

  it('goes as far as numbers are exact', () => {
    const expression = toRegExp(integerRange({}) ?? '')
    expect(expression.test('999999999999999')).toBe(true)
    expect(expression.test('-999999999999999')).toBe(true)
    expect(expression.test('1000000000000000')).toBe(false)
  })
})

describe('a range of numbers', () => {
  const fits = (value: number, { least, most, leastOpen, mostOpen }: NumberRange): boolean =>
    (least === undefined || (leastOpen ? value > least : value >= least)) &&
    (most === undefined || (mostOpen ? value < most : value <= most))
  const range = fc.record({
    least: fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
    most: fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
    leastOpen: fc.boolean(),
    mostOpen: fc.boolean(),
  })

  it('has only numbers within it, and every number with a few digits', () => {
    fc.assert(
      fc.property(
        range,
        fc.array(fc.integer({ min: -40_000, max: 40_000 }), { minLength: 20, maxLength: 60 }),
        (bounds, samples) => {
          const gbnf = numberRange(bounds)
          const expression = toRegExp(gbnf ?? 'none')
          const edges = [bounds.least, bounds.most].flatMap((edge) =>
            edge === undefined ? [] : [edge, edge - 0.5, edge + 0.5],
          )
          for (const value of [...samples.map((each) => each / 1000), ...edges])
            expect(expression.test(String(value)), `${value} in ${JSON.stringify(bounds)}: ${gbnf}`).toBe(
              fits(value, bounds),
            )
        },
      ),
      { numRuns: 300 },
    )
  })

  it('cannot be told for bounds that are fractions', () => {
    expect(numberRange({ least: 0.5 })).toBeUndefined()
  })

  it('without bounds never becomes infinite', () => {
    const expression = toRegExp(anyNumber)
    for (const text of ['0', '-1.5', '1e99', '2.5E-10']) expect(expression.test(text), text).toBe(true)
    for (const text of ['1e999', '00', '.5', '1.', '- 1', 'NaN'])
      expect(expression.test(text), text).toBe(false)
  })
})
