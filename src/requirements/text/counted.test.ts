import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import { characters } from './characters.ts'
import type { Counted } from './counted.ts'
import { lines } from './lines.ts'
import { paragraphs } from './paragraphs.ts'
import { sentences } from './sentences.ts'
import { words } from './words.ts'

const counters = { words, characters, lines, paragraphs, sentences }

async function countOf(counter: Counted, text: string): Promise<number> {
  for (let n = 0; n < 100; n++) if ((await verdictOn(counter.exactly(n), text)).status === 'pass') return n
  throw new Error('more than 99')
}

describe('bounds', () => {
  it('say what was found, and by how much it is off', async () => {
    expect(await verdictOn(words.max(2), 'one two three')).toEqual({
      status: 'fail',
      reason: 'Use at most 2 words. It has at least 3.',
    })
    expect(await verdictOn(words.exactly(2), 'one')).toMatchObject({
      reason: 'Use exactly 2 words. It has 1: 1 too few.',
    })
    expect(await verdictOn(lines.min(2), 'one')).toMatchObject({
      reason: 'Use at least 2 lines. It has 1: 1 too few.',
    })
    expect(await verdictOn(words.between(1, 1), '')).toMatchObject({
      reason: 'Use between 1 and 1 word. It has 0: 1 too few.',
    })
    expect((await verdictOn(words.exactly(3), 'one two three')).status).toBe('pass')
  })

  it('stop the tokens once a maximum is exceeded, not before', () => {
    for (const rule of [words.max(2), words.between(0, 2), words.exactly(2)]) {
      const { passed, result } = watchedInPieces(rule, ['on', 'e tw', 'o', '! ', '- ', 'thr', 'ee'])
      expect(passed).toBe(5)
      expect(result).toMatchObject({ reason: expect.stringContaining('It has at least 3.') })
    }
    expect(watchedInPieces(words.min(2), ['one', ' two']).settled).toBe(true)
    expect(watchedInPieces(words.exactly(2), ['one', ' two']).settled).toBe(false)
  })

  it('are whole numbers from 0 up, the smaller one first', () => {
    for (const [name, counter] of Object.entries(counters))
      for (const wrong of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '3' as never]) {
        expect(() => counter.max(wrong)).toThrow(new RegExp(`${name}: .*whole number from 0 up`))
        expect(() => counter.between(0, wrong)).toThrow(/whole number/)
      }
    expect(() => words.between(3, 2)).toThrow(/smaller number first/)
  })

  it('say the same of a text that grows as of the whole, wherever it is cut', async () => {
    const pieces = [
      'a',
      'B',
      ' ',
      '\n',
      '\r\n',
      '.',
      '! ',
      '2. ',
      '- ',
      '#',
      '***',
      'Dr.',
      '"',
      '。',
      '😀',
      'é',
      '’',
    ]
    const texts = textsOf(...pieces, '漢字', 'か')
    for (const counter of Object.values(counters)) {
      // words without spaces are counted when what they stand in is complete
      await expectAgreement(counter.max(3), textsOf(...pieces), { stopped: true })
      await expectAgreement(counter.max(3), texts)
      await expectAgreement(counter.between(2, 4), texts)
      await expectAgreement(counter.min(2), texts)
    }
    await expectAgreement(characters.max(4), fc.string({ unit: 'binary' }), { stopped: true })
  })
})

describe('what is counted', () => {
  it('as words: what has a letter or a digit between white space, and what a dictionary knows', async () => {
    const known: readonly (readonly [string, number])[] = [
      ['', 0],
      ['  \n', 0],
      [' one  two ', 2],
      ['an e-mail - “don’t” worry, 3.14 times…', 6],
      ['The tide—low today—turns.', 5],
      ['我喜欢学习语言。', 4],
      ['私は学生です。', 4],
      ['ภาษาไทย', 2],
      ['使用React框架', 3],
      ['안녕하세요 여러분', 2],
    ]
    for (const [text, count] of known) expect(await countOf(words, text), text).toBe(count)
  })

  it('as characters: code points', async () => {
    for (const [text, count] of [
      ['', 0],
      ['aé 😀', 4],
      ['e\u0301', 2],
    ] as const)
      expect(await countOf(characters, text), text).toBe(count)
  })

  it('as lines and paragraphs: those that are not blank', async () => {
    const text = '\n\none\r\ntwo\r\n \r\nthree\n\n\n\nfour\n'
    expect(await countOf(lines, text)).toBe(4)
    expect(await countOf(paragraphs, text)).toBe(3)
    const parted = '# Tides\n\n**They** turn.\n- at noon\n\n---\n\n## Why\nThe moon.\n\n* * *'
    expect(await countOf(paragraphs, parted)).toBe(2)
  })

  it('as sentences: what ends with a stop, and what a list or a blank line sets apart', async () => {
    const known: readonly (readonly [string, number])[] = [
      ['', 0],
      ['...', 0],
      ['No stop at the end', 1],
      ['One. Two! Three? Four', 4],
      ['all is small. still two of them.', 2],
      ['Dr. Smith met J. K. Rowling at 3.14 p.m. on St. Mark’s Square.', 1],
      ['Fruit, e.g. apples, etc. are fine. See no. 5 on p. 7.', 2],
      ['I said no. He left.', 2],
      ['So do I. He does not.', 2],
      ['“Why?” he asked. “Because.” He left.', 3],
      ['Wait... what? Well… Yes.', 3],
      ['Really?! Yes!!', 2],
      ['我来了。你呢？「好。」', 3],
      ['# Title\n\nText.', 2],
      ['Buy:\n- milk\n- eggs', 3],
      ['1. Open it.\n2. Close it\n10. Go', 3],
      ['A line\nthat goes on.', 1],
      ['Das gilt z.B. hier. Und Nr. 4, d.h. dort.', 2],
    ]
    for (const [text, count] of known) expect(await countOf(sentences, text), text).toBe(count)
  })
})
