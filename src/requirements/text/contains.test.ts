import { describe, expect, it } from 'vitest'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import type { Requirement } from '../../core/requirement.ts'
import { lowerCase, upperCase } from './casing.ts'
import { contains, containsAll, containsNone } from './contains.ts'
import { noRepetition } from './no-repetition.ts'
import { endsWith, startsWith } from './starts-with.ts'

const passes = async (rule: Requirement<unknown>, text: string): Promise<boolean> =>
  (await verdictOn(rule, text)).status === 'pass'
const reasonOf = async (rule: Requirement<unknown>, text: string): Promise<string | undefined> =>
  (await verdictOn(rule, text)).reason

describe('contains', () => {
  it('compares what readers take for the same', async () => {
    for (const [text, answer] of [
      ['lunch', 'Lunch?'],
      ['straße', 'STRASSE'],
      ['ΟΔΟΣ', 'οδος'],
      ['don’t worry', "Don't\n  worry"],
      ['café', 'cafe\u0301s'],
      ['"yes"', '“Yes”'],
      ['李', '李白'],
    ] as const)
      expect(await passes(contains(text), answer), text).toBe(true)
    for (const [text, answer] of [
      ['cafe', 'café'],
      ['ı', 'i'],
      ['lunch', 'lun ch'],
    ] as const)
      expect(await passes(contains(text), answer), text).toBe(false)
  })

  it('tells case and whole words apart when asked to', async () => {
    const exact = contains('IT', { caseSensitive: true, wholeWords: true })
    for (const text of ['IT', 'our IT.', '(IT)', 'it IT']) expect(await passes(exact, text), text).toBe(true)
    for (const text of ['it', 'ITEM', 'UNIT', 'IT_2', 'ÜIT', 'IT́'])
      expect(await passes(exact, text), text).toBe(false)
    expect(await passes(contains('C++', { wholeWords: true }), 'in C++, not')).toBe(true)
  })

  it('says what is missing', async () => {
    expect(await reasonOf(containsAll(['date', 'time', 'place']), 'The time is 5.')).toBe(
      'Write "date", "time" and "place" somewhere in the text. Missing: "date" and "place".',
    )
  })

  it('finds texts that overlap', async () => {
    expect(await passes(containsAll(['he', 'she', 'hers', 'ers']), 'ushers')).toBe(true)
  })
})

describe('containsNone', () => {
  it('says what is there, and where, and is not shown to the model', async () => {
    const rule = containsNone(['purple elephant', 'TODO'])
    expect(rule.checkOnly).toBe(true)
    expect(await reasonOf(rule, 'Fine.\nThere it is: a Purple\nelephant, big.')).toBe(
      'Do not write "purple elephant". It is in line 3, at "Fine. There it is: a Purple elephant".',
    )
    expect(await reasonOf(rule, `${'x'.repeat(50)} todo`)).toMatch(/line 1, at "…x+ todo"/)
  })

  it('stops the tokens as soon as it is certain', () => {
    const rule = containsNone(['cat'], { wholeWords: true })
    expect(watchedInPieces(rule, ['a ca', 't', 'egory, a ', 'c', 'at', '!', ' more'])).toMatchObject({
      passed: 5,
      result: { status: 'fail' },
    })
  })
})

describe('startsWith and endsWith', () => {
  it('forgive white space around the answer, and nothing else', async () => {
    expect(await passes(startsWith('Dear '), '\n dear  Olivia')).toBe(true)
    expect(await reasonOf(startsWith('Dear '), ' Hello there')).toBe(
      'Begin with "Dear ". It begins with "H".',
    )
    expect(await reasonOf(startsWith('Dear '), '')).toBe('Begin with "Dear ". It begins with "".')
    expect(await passes(startsWith('e'), 'e\u0301')).toBe(false)
    expect(await passes(endsWith('Best, Bo'), 'So.\nbest,  BO \n')).toBe(true)
    expect(await passes(endsWith('é?', { caseSensitive: true }), 'cafe\u0301?')).toBe(true)
    expect(await reasonOf(endsWith('?'), 'Really!')).toBe('End with "?". It ends with "Really!".')
    expect(await passes(endsWith('abc'), 'bc')).toBe(false)
  })

  it('stop another beginning at its first character', () => {
    expect(watchedInPieces(startsWith('{'), [' ', '\n', 'Here', ' is'])).toMatchObject({ passed: 2 })
    expect(watchedInPieces(startsWith('ab'), ['a', 'b', 'c'])).toMatchObject({ settled: true })
  })
})

describe('casing', () => {
  it('names the letter and its place', async () => {
    expect(await reasonOf(lowerCase(), 'all is\nwell Said')).toBe(
      'Use only lower-case letters. There is "S" in line 2, at "all is well S".',
    )
    expect(await passes(lowerCase(), 'straße 3 漢字 …')).toBe(true)
    expect(await passes(lowerCase(), 'ǅ')).toBe(false)
    expect(await passes(upperCase(), 'ÄRGER 3!')).toBe(true)
    expect(await reasonOf(upperCase(), 'NO, ß')).toContain('"ß"')
  })
})

describe('noRepetition', () => {
  it('names the words', async () => {
    const text = 'The sea is wide. And then he said: the sea is wide!'
    expect(await reasonOf(noRepetition({ words: 4 }), text)).toBe(
      'The text repeats itself: "the sea is wide" is there 2 times.',
    )
    expect(await passes(noRepetition({ words: 5 }), text)).toBe(true)
    expect(await passes(noRepetition({ words: 4, times: 2 }), text)).toBe(true)
    expect(await passes(noRepetition(), 'no '.repeat(7))).toBe(false)
  })
})

describe('rules about what is in a text', () => {
  it('say the same of a text that grows as of the whole, wherever it is cut', async () => {
    const pieces = ['a', 'B', 'b', ' ', '\n', 'cat', 'CAT', 'ß', 'e', '\u0301', 'é', '😀', '.', "'", '’']
    const texts = textsOf(...pieces)
    const rules = [
      lowerCase(),
      upperCase(),
      containsNone(['cat', 'ab', 'é']),
      containsNone(['cat'], { wholeWords: true }),
      noRepetition({ words: 2 }),
      startsWith('cat'),
      contains('e', { wholeWords: true }),
      containsAll(['a', 'cat']),
      endsWith('t'),
    ]
    for (const rule of rules) await expectAgreement(rule, texts)
    await expectAgreement(lowerCase(), texts, { stopped: true })
  })

  it('are refused when they look for nothing', () => {
    for (const wrong of ['', '  ', 3, undefined]) {
      expect(() => contains(wrong as never)).toThrow(/texts that are not empty/)
      expect(() => startsWith(wrong as never)).toThrow(/text that is not empty/)
      expect(() => endsWith(wrong as never)).toThrow(/text that is not empty/)
    }
    expect(() => containsAll([])).toThrow(/at least one text/)
    expect(() => containsNone('x' as never)).toThrow(/containsNone\(\): give a list/)
    expect(() => noRepetition({ words: 0 })).toThrow(/whole number from 1 up/)
    expect(() => noRepetition({ times: 1.5 })).toThrow(/whole number from 1 up/)
  })
})
