import { describe, expect, it } from 'vitest'
import { judgedRequest } from '../../../test/judged-request.ts'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../../test/watch-agreement.ts'
import type { Requirement } from '../../core/requirement.ts'
import { evaluate } from '../evaluate.ts'
import { cites } from './cites.ts'
import { grounded } from './grounded.ts'

const reasonOf = async (rule: Requirement<unknown>, text: string): Promise<string | undefined> =>
  (await verdictOn(rule, text)).reason

const documents = [
  'The bridge was opened in 1932. It carries eight lanes of traffic and 1,200 trains a week.',
  { id: 'tolls', title: 'On tolls', text: 'Crossing by foot is free, “as it was from the first day”.' },
]

describe('grounded', () => {
  it('asks about each sentence, with documents and answer before it, and names those that are not backed', async () => {
    const answer = 'The bridge was opened in 1932. It is painted green. Yes.'
    const request = judgedRequest(answer, 'yes', 'No, nothing is said of paint.')
    expect(await evaluate(grounded(documents), request)).toEqual({
      status: 'fail',
      reason: 'The sources do not back 1 of 2 sentences:\n* It is painted green. (nothing is said of paint.)',
    })
    const [first = '', second = ''] = request.asked
    expect(first).toContain('<source id="1">\nThe bridge')
    expect(first).toContain('<source id="tolls" title="On tolls">')
    expect(first).toContain('<sentence>\nThe bridge was opened in 1932.\n</sentence>')
    const shared = first.indexOf('<sentence>')
    expect(second.slice(0, shared)).toBe(first.slice(0, shared))
  })

  it('passes when all are, and has no verdict when one has none', async () => {
    const answer = 'The bridge was opened in 1932. Crossing by foot is free.'
    expect(await evaluate(grounded(documents), judgedRequest(answer, 'yes', 'yes'))).toEqual({
      status: 'pass',
    })
    const open = await evaluate(grounded(documents), judgedRequest(answer, 'yes', 'hm', 'hm'))
    expect(open).toEqual({
      status: 'unknown',
      reason: 'The judge gave no verdict on: Crossing by foot is free.',
    })
    expect(await evaluate(grounded(documents), judgedRequest('Yes.'))).toEqual({ status: 'pass' })
  })

  it('spares the judge when the words tell', async () => {
    const answer = 'It carries 1200 trains a week [1]. The bridge was opened in 1931.'
    const request = judgedRequest(answer)
    expect(await evaluate(grounded(documents, { numbers: true }), request)).toMatchObject({
      reason:
        'The sources do not back 1 of 2 sentences:\n* The bridge was opened in 1931. (1931 is in none of them)',
    })
    expect(request.asked).toEqual([])
    expect(
      await reasonOf(grounded(documents, { minOverlap: 0.5 }), 'Elephants love eating purple bananas.'),
    ).toContain('only 0 of its 5 longer words are in them')
  })

  it('refuses documents that are none', () => {
    expect(() => grounded([])).toThrow(/at least one document/)
    expect(() => grounded([' '])).toThrow(/document 1 has no text/)
    expect(() => grounded([{ id: '2', text: 'a' }, 'b'])).toThrow(/no other document has/)
    expect(() => grounded([{ id: 'a b', text: 'a' }])).toThrow(/a word without brackets/)
    expect(() => grounded(['a'], { minOverlap: 2 })).toThrow(/from 0 to 1/)
  })
})

describe('cites', () => {
  it('wants marks that point to documents', async () => {
    expect(await reasonOf(cites(documents), 'It is free [tolls]. It is old [1].')).toBeUndefined()
    expect(await reasonOf(cites(documents), 'It is free.')).toBe(
      'Cite the sources by their marks: [1], [tolls]. There is no citation.',
    )
    expect(await reasonOf(cites(documents), 'It is old [1, 3].')).toBe(
      'There is no source [3]. These are there: [1], [tolls].',
    )
    expect(await reasonOf(cites(documents), 'So [sic] it [is](https://x.test/1) [1](2)!')).toContain(
      'no citation',
    )
  })

  it('wants one in every sentence when asked to, in it or right after it', async () => {
    const rule = cites(documents, { everySentence: true })
    expect(await reasonOf(rule, 'It is old [1]. It is free. [tolls] It is wide. [1]')).toBeUndefined()
    expect(await reasonOf(rule, 'It is old [1]. It is free. It is wide [1].')).toBe(
      'Cite a source in every sentence. These have none:\n* It is free.',
    )
  })

  it('wants quotations word for word, from what is cited with them', async () => {
    const rule = cites(documents)
    const fine = [
      'It “carries eight  lanes of Traffic” [1].',
      'It "carries eight lanes […] and 1,200 trains," they say [1].',
      'Free "as it was from the first day." [tolls]',
      'A "short one" is not looked at [1].',
      'A screen of 5" is not a quotation [1].\n\nNor is "this, that never ends.',
    ]
    for (const text of fine) expect(await reasonOf(rule, text), text).toBeUndefined()
    expect(await reasonOf(rule, 'It "carries nine lanes of traffic" [1].')).toBe(
      'This quotation is not in [1] word for word: "carries nine lanes of traffic"',
    )
    expect(await reasonOf(rule, 'It "carries eight lanes of traffic" [tolls].')).toContain('not in [tolls]')
    expect(await reasonOf(rule, 'It "carries nine lanes of traffic", they say [1].')).toContain(
      'in none of the sources',
    )
  })

  it('stops the tokens at a mark that points nowhere', () => {
    const pieces = ['It is old [', '7', ']', '.', ' It is free [tolls].']
    expect(watchedInPieces(cites(documents), pieces)).toMatchObject({ passed: 3, result: { status: 'fail' } })
  })

  it('says the same of a text that grows as of the whole, wherever it is cut', async () => {
    const texts = textsOf(
      '[1]',
      '[',
      ']',
      '9',
      ', ',
      '(',
      '"',
      'was opened in 1932',
      ' ',
      '. ',
      '\n',
      'It is',
      '…',
    )
    await expectAgreement(cites(documents), texts)
    await expectAgreement(cites(documents, { everySentence: true, minQuoteWords: 1 }), texts)
  })

  it('refuses a number of words that is none', () => {
    expect(() => cites(documents, { minQuoteWords: 0 })).toThrow(/from 1 up/)
  })
})
