import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paragraphUnits, sentenceUnits, wordUnits, type UnitReader } from './text-units.ts'

const readers = { word: wordUnits, sentence: sentenceUnits, paragraph: paragraphUnits }

/** What a text is cut into while it comes, and at its end. */
function cut(make: () => UnitReader, pieces: readonly string[]): readonly [string[], string[]] {
  const reader = make()
  const fed = pieces.flatMap((piece) => reader.push(piece)).map(({ text }) => text)
  return [fed, reader.end().map(({ text }) => text)]
}

// made anew after the rules of Mellea's chunking, case by case
const vectors: readonly [keyof typeof readers, text: string, fed: string[], rest: string[]][] = [
  ['sentence', 'Yes. No! Why? Rest', ['Yes.', 'No!', 'Why?'], ['Rest']],
  [
    'sentence',
    'She said "stop." Go (now.) on!  i.e. so?',
    ['She said "stop."', 'Go (now.)', 'on!', 'i.e.'],
    ['so?'],
  ],
  ['sentence', 'It is 2.5 or y... Tail', ['It is 2.5 or y...'], ['Tail']],
  ['sentence', 'X.Y. Z', ['X.Y.'], ['Z']],
  ['sentence', 'Really?! Sure.  ', ['Really?!', 'Sure.'], []],
  ['sentence', 'A.\n\nB.', ['A.'], ['B.']],
  ['sentence', "“Oh.” Then ‘ah!’ and 'eh?' .", ['“Oh.”', 'Then ‘ah!’', "and 'eh?'"], ['.']],
  ['sentence', 'Two marks.") are too many. x', ['Two marks.") are too many.'], ['x']],
  ['sentence', ' \n ', [], []],
  ['word', '  one  two\nthree ', ['one', 'two', 'three'], []],
  ['word', 'open', [], ['open']],
  ['word', 'no\u00a0break\u3000here', ['no', 'break'], ['here']],
  ['paragraph', 'a\nb\n\nc\n\n\nd', ['a\nb', 'c'], ['d']],
  ['paragraph', '\n\na\n\n', ['a'], []],
  ['paragraph', 'a\n \nb', [], ['a\n \nb']],
  ['paragraph', '\na\n', [], ['\na\n']],
]

describe('units of a growing text', () => {
  for (const [unit, text, fed, rest] of vectors)
    it(`are, by ${unit}, those of ${JSON.stringify(text)}`, () => {
      expect(cut(readers[unit], [text])).toEqual([fed, rest])
      expect(cut(readers[unit], Array.from(text))).toEqual([fed, rest])
    })

  const alphabet = Array.from(`ab .!?"')”’\n\n\n \u2003é…🌊`)
  const cutText = fc.array(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }), { maxLength: 8 })
  for (const [unit, make] of Object.entries(readers))
    it(`by ${unit} are the same wherever the text is cut, and are the text again with their leads`, () => {
      fc.assert(
        fc.property(cutText, (pieces) => {
          const text = pieces.join('')
          const one = cut(make, [text])
          const [fed, rest] = cut(make, pieces)
          expect([...fed, ...rest]).toEqual([...one[0], ...one[1]])
          const reader = make()
          const units = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
          expect(text.startsWith(units.map((each) => each.lead + each.text).join(''))).toBe(true)
          expect(units.every((each) => text.slice(each.start, each.end) === each.text)).toBe(true)
        }),
        { numRuns: 1000 },
      )
    })

  it('wait for one that never closes until the end', () => {
    for (const make of Object.values(readers)) {
      const reader = make()
      const early = Array.from({ length: 50_000 }, () => reader.push('abcd')).flat()
      expect([early.length, reader.end()[0]?.text.length]).toEqual([0, 200_000])
    }
  })
})
