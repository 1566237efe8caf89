import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leadConfidence } from './lead-confidence.ts'

/** By summing up small slices of the distribution. */
function integrated(first: number, second: number): number {
  const slices = 20_000
  let above = 0
  let all = 0
  for (let slice = 0; slice < slices; slice++) {
    const x = (slice + 0.5) / slices
    const density = x ** first * (1 - x) ** second
    all += density
    if (x > 0.5) above += density
  }
  return above / all
}

describe('leadConfidence', () => {
  it('is a coin without votes, and grows with every vote for the first', () => {
    expect(leadConfidence(0, 0)).toBeCloseTo(0.5, 12)
    expect(leadConfidence(3, 0)).toBeCloseTo(15 / 16, 12)
    expect(leadConfidence(4, 0)).toBeCloseTo(31 / 32, 12)
  })

  it('is the integral', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (first, second) => {
        expect(leadConfidence(first, second)).toBeCloseTo(integrated(first, second), 4)
      }),
      { numRuns: 50 },
    )
  })

  it('of one and the other make a whole, also with many votes', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (first, second) => {
        expect(leadConfidence(first, second) + leadConfidence(second, first)).toBeCloseTo(1, 6)
      }),
      { numRuns: 50 },
    )
  })
})
