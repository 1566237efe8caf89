import { describe, expect, it } from 'vitest'
import { languageSentences } from '../../../test/language-sentences.ts'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import { language, languageOf } from './language.ts'

const all = Object.entries(languageSentences)

describe('a language', () => {
  it('is recognised in 97 of 100 single sentences, and in all pairs of them', () => {
    const single = all.flatMap(([code, list]) => list.map((text) => ({ code, text })))
    const pairs = all.flatMap(([code, list]) =>
      list.slice(1).map((text, index) => ({ code, text: `${list[index]} ${text}` })),
    )
    const wrong = single.filter(({ code, text }) => languageOf(text) !== code)
    expect(single).toHaveLength(265)
    expect(wrong.length, wrong.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(8)
    expect(pairs.filter(({ code, text }) => languageOf(text) !== code)).toEqual([])
  })

  it('is named when it is another one', async () => {
    const [, french = ''] = languageSentences['fr'] ?? []
    expect(await verdictOn(language('en'), `${french} ${french}`)).toEqual({
      status: 'fail',
      reason: 'Write in English. The text is in French.',
    })
    expect((await verdictOn(language('fr'), `${french} ${french}`)).status).toBe('pass')
    expect(await verdictOn(language('en'), 'Это по-русски.')).toMatchObject({ status: 'fail' })
    expect(await verdictOn(language('ja'), '漢字')).toMatchObject({ status: 'fail' })
  })

  it('cannot be told of what has no letters, and then passes', async () => {
    expect(languageOf('3.14 …')).toBeUndefined()
    expect(await verdictOn(language('en'), '42')).toEqual({ status: 'pass' })
  })

  it('stops the tokens after some hundred letters', () => {
    const words = (languageSentences['de'] ?? []).join(' ').split(/(?= )/)
    const { passed, result } = watchedInPieces(language('en'), [...words, ...words])
    expect(result.reason).toBe('Write in English. The text is in German.')
    expect(words.slice(0, passed + 1).join('').length).toBeLessThan(400)
  })

  it('is the same wherever the text is cut', async () => {
    const texts = textsOf(...all.flatMap(([, list]) => list.slice(0, 2)), ' ', ' ')
    await expectAgreement(language('en'), texts)
    await expectAgreement(language('de'), texts)
  })

  it('must be a known one', () => {
    for (const wrong of ['english', '', undefined, 'EN'])
      expect(() => language(wrong as never)).toThrow(/language\(\): it knows en, de/)
  })
})
