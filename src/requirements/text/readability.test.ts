import { describe, expect, it } from 'vitest'
import { verdictOn } from '../../../test/watch-agreement.ts'
import { countSyllables } from './count-syllables.ts'
import { readability } from './readability.ts'

describe('syllables', () => {
  it('are counted by spelling', () => {
    const known: Readonly<Record<number, string>> = {
      1: 'the make moved takes through strength whole judged',
      2: 'table little bottle lonely quiet science wanted rhythm people nation',
      3: 'beautiful diary medium basically yesterday',
      4: 'education January',
      5: 'university organisation',
    }
    for (const [count, words] of Object.entries(known))
      for (const word of words.split(' ')) expect(countSyllables(word), word).toBe(Number(count))
  })
})

describe('readability', () => {
  const easy = 'The cat sat on the mat. It saw a dog. The dog ran off.'
  const hard =
    'Institutional considerations necessitate comprehensive documentation of organisational responsibilities throughout international collaborations.'

  it('is what the formulas say', async () => {
    // 14 words, 3 sentences, 14 syllables
    expect(await verdictOn(readability.flesch.max(100), easy)).toMatchObject({
      reason: expect.stringContaining('It is 117.5.'),
    })
    expect(await verdictOn(readability.fleschKincaid.min(0), easy)).toMatchObject({
      reason: expect.stringContaining('It is -2.0.'),
    })
    expect((await verdictOn(readability.flesch.between(117, 118), easy)).status).toBe('pass')
  })

  it('says what to change', async () => {
    expect(await verdictOn(readability.flesch.min(60), hard)).toMatchObject({
      reason: expect.stringMatching(
        /^Write English with a Flesch reading ease of at least 60\. It is -\d.*Write shorter.*The longest sentence has 11 words: "Inst/,
      ),
    })
    expect(await verdictOn(readability.fleschKincaid.max(8), hard)).toMatchObject({
      reason: expect.stringContaining('Write shorter'),
    })
    expect(await verdictOn(readability.flesch.max(50), easy)).toMatchObject({
      reason: expect.stringContaining('Write longer'),
    })
    expect(await verdictOn(readability.flesch.min(60), ' … ')).toMatchObject({
      reason: expect.stringContaining('There are no words in it.'),
    })
  })

  it('is bounded by numbers', () => {
    expect(() => readability.flesch.min(Number.NaN)).toThrow(/readability.flesch: a bound is a number/)
    expect(() => readability.fleschKincaid.between(9, 8)).toThrow(/smaller number first/)
  })
})
