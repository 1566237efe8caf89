import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StopText } from './stop-text.ts'

function through(
  stops: readonly string[],
  pieces: readonly string[],
): { readonly shown: readonly string[]; readonly stopped: string | undefined } {
  const stop = new StopText(stops)
  return { shown: [...pieces.map((piece) => stop.push(piece)), stop.end()], stopped: stop.stopped }
}

describe('stop sequences', () => {
  it('end the text before the first of them, wherever it is cut', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 8 }), stops, (pieces, sequences) => {
        const whole = pieces.join('')
        const found = sequences.map((each) => whole.indexOf(each)).filter((at) => at >= 0)
        const { shown, stopped } = through(sequences, pieces)
        // a stop that is complete earlier may begin later than a longer one
        expect(shown.join('').length).toBeGreaterThanOrEqual(
          found.length > 0 ? Math.min(...found) : whole.length,
        )
        for (const each of sequences) expect(shown.join('')).not.toContain(each)
        expect(stopped !== undefined).toBe(found.length > 0)
        expect(whole.startsWith(shown.join(''))).toBe(true)
      }),
    )
  })

  it('hold back what may be the beginning of one, and give it when it was not', () => {
    expect(through(['END'], ['a E', 'N', 'o'])).toEqual({ shown: ['a ', '', 'ENo', ''], stopped: undefined })
    expect(through(['END'], ['a E', 'N', 'D b'])).toEqual({ shown: ['a ', '', '', ''], stopped: 'END' })
    expect(through(['END'], ['a EN']).shown).toEqual(['a ', 'EN'])
  })

  it('cost nothing where there are none', () => {
    expect(through([], ['a', 'b']).shown).toEqual(['a', 'b', ''])
  })
})
