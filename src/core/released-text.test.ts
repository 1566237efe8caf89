import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MelleaError } from './errors.ts'
import { ReleasedText } from './released-text.ts'

describe('text that may be taken back', () => {
  it('gives a reader the beginning of what stands in the end, or an error, never a mixture', () => {
    const add = fc.constantFrom('a', 'b', 'ab', 'aa')
    const step = fc.oneof(add, add, fc.constantFrom('withdraw', 'read'))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.boolean(), (steps, failed) => {
        const text = new ReleasedText()
        const reader = text.reader()
        let standing = ''
        let got = ''
        let refused: unknown
        const read = (): void => {
          try {
            for (let piece = reader(); piece !== undefined; piece = reader()) got += piece
          } catch (error) {
            refused = error
          }
        }
        for (const each of steps) {
          if (each === 'read') read()
          else if (each === 'withdraw') standing = text.withdraw() ? '' : standing
          else {
            text.add(each)
            standing += each
          }
        }
        text.close(failed ? undefined : standing)
        read()
        const isWhole = got === standing || (failed && !standing.startsWith(got))
        const isRefused = MelleaError.isInstance(refused) && refused.code === 'text-withdrawn'
        expect(refused === undefined ? isWhole : isRefused).toBe(true)
        const late = text.reader()
        expect([late() ?? '', late()]).toEqual([standing, undefined])
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses only what differs from what was read', () => {
    const read = (first: string, then: readonly string[]): string => {
      const text = new ReleasedText()
      const reader = text.reader()
      text.add(first)
      let got = reader() ?? ''
      text.withdraw()
      for (const piece of then) text.add(piece)
      for (let piece = reader(); piece !== undefined; piece = reader()) got += piece
      return got
    }
    expect(read('abc', ['a', 'bcd', 'e'])).toBe('abcde')
    expect(read('abc', ['ab'])).toBe('abc')
    expect(() => read('abc', ['a', 'c'])).toThrow(/rejected since/)
  })
})
