import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rougeL, rougeWords } from './rouge-l.ts'

const score = (one: string, other: string): number => rougeL(rougeWords(one), rougeWords(other))

/** By the F-measure of `rougeL` of Google's rouge_score 0.1.2, with its stemmer. */
const golden: readonly (readonly [string, string, number])[] = [
  ['The cat sat on the mat.', 'the the the', 0.444444444444],
  ['The cat sat on the mat.', 'police killed the gunman', 0.2],
  ['A cat was sitting on the mat!', 'The cat sat on the mat.', 0.615384615385],
  ['A cat was sitting on the mat!', 'The organizations were nationalized.', 0.181818181818],
  ['police killed the gunman', 'police kill the gunman', 1],
  ['police killed the gunman', 'the gunman police killed', 0.5],
  ['The organizations were nationalized.', 'police killed the gunman', 0.25],
  ['one two three four five six', 'six five four three two one', 0.166666666667],
  ['one three five', 'one two three four five six', 0.666666666667],
  ["I don't know, do I?", 'x', 0],
  ['The cat', '', 0],
  ['', '', 0],
]

/** The textbook's definition, without a table. */
function longest(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0
  const [a, ...rest] = one
  const at = other.indexOf(a ?? '')
  const without = longest(rest, other)
  return at < 0 ? without : Math.max(without, 1 + longest(rest, other.slice(at + 1)))
}

describe('rougeL', () => {
  it.each(golden)('of "%s" and "%s" is %d', (one, other, expected) => {
    expect(score(one, other)).toBeCloseTo(expected, 10)
    expect(score(other, one)).toBeCloseTo(expected, 10)
  })

  it('finds the longest common sequence', () => {
    const some = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(some, some, (one, other) => {
        const common = longest(one, other)
        const [precision, recall] = [common / one.length, common / other.length]
        const expected = common === 0 ? 0 : (2 * precision * recall) / (precision + recall)
        expect(rougeL(one, other)).toBeCloseTo(expected, 12)
      }),
    )
  })

  it('is 1 of a text and itself, and knows words of all scripts', () => {
    expect(score('Über allen Gipfeln', 'über allen gipfeln')).toBe(1)
    expect(score('今日は晴れ', '今日は雨')).toBeCloseTo(6 / 9)
    expect(rougeWords('naïve café_42, 漢字')).toEqual(['naïv', 'café', '42', '漢', '字'])
  })

  it('takes texts of ten thousand words in memory for one row', () => {
    const words = Array.from({ length: 10_000 }, (_, at) => `w${at % 97}`)
    expect(rougeL(words, words.toReversed())).toBeGreaterThan(0)
  })
})
