import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgedRequest } from '../../test/judged-request.ts'
import { expectAgreement, textsOf, verdictOn, watchedInPieces } from '../../test/watch-agreement.ts'
import type { Requirement } from '../core/requirement.ts'
import { bestOfN } from '../sampling/best-of-n.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { allOf, anyOf, implies, not } from './combine.ts'
import { evaluate } from './evaluate.ts'
import { check, req } from './req.ts'
import { score } from './score.ts'
import { contains, containsNone } from './text/contains.ts'
import { startsWith } from './text/starts-with.ts'
import { words } from './text/words.ts'

describe('combined watchers', () => {
  it('stop the tokens when the whole has failed, and not before', () => {
    const pieces = ['a ', 'b ', 'c ', 'd ', 'x']
    const stops = (rule: Requirement<string>): number => watchedInPieces(rule, pieces).passed
    expect(stops(allOf<string>(words.max(3), words.max(1)))).toBe(1)
    expect(stops(anyOf<string>(words.max(3), words.max(1)))).toBe(3)
    expect(stops(not<string>(words.min(3)))).toBe(2)
    expect(stops(implies<string>(contains('b'), words.max(2)))).toBe(2)
    expect(stops(implies<string>(contains('z'), words.max(2)))).toBe(5)
    expect(stops(not<string>(words.max(3)))).toBe(5)
  })

  it('are there only where they can fail', () => {
    const blind = check<string>('blind', () => true)
    expect(allOf<string>(blind, words.max(3)).watch).toBeDefined()
    expect(anyOf<string>(blind, words.max(3)).watch).toBeUndefined()
    expect(not<string>(blind).watch).toBeUndefined()
    expect(allOf<string>(blind, 'Judged.').watch).toBeUndefined()
  })

  it('say what is wrong with each', async () => {
    const rule = anyOf<string>(
      startsWith('Dear'),
      words.max(1),
      check('odd', () => 'It is even.'),
    )
    expect(await verdictOn(rule, 'Hello you')).toEqual({
      status: 'fail',
      reason:
        'None of these holds: Begin with "Dear". It begins with "H". | Use at most 1 word. It has at least 2. | odd (It is even.)',
    })
    const watched = watchedInPieces(anyOf<string>(startsWith('Dear'), words.max(1)), ['Hello ', 'you'])
    expect(watched.result.reason).toMatch(/^None of these holds: Begin.*\| Use at most 1 word/)
  })

  it('say the same of a text that grows as of the whole, however they are nested', async () => {
    const texts = textsOf('a', 'b', ' ', '\n', 'cat', '.', 'B')
    const leaf = fc.constantFrom<Requirement<string>>(
      words.max(3),
      words.min(2),
      words.exactly(2),
      containsNone(['cat']),
      contains('b'),
      startsWith('a'),
      check('blind', (text) => text.length % 2 === 0),
      req('watched', { onChunk: (_chunk, soFar) => soFar.length < 9 || 'long' }),
    )
    const { tree } = fc.letrec<{ tree: Requirement<string> }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((some) => allOf<string>(...some)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((some) => anyOf<string>(...some)),
        tie('tree').map((one) => not<string>(one)),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => implies<string>(one, other)),
      ),
    }))
    for (const rule of fc.sample(tree, { numRuns: 25, seed: 7 })) await expectAgreement(rule, texts)
  })
})

describe('implies', () => {
  const long = words.min(3)

  it('asks for the second only where the first holds', async () => {
    const rule = implies<string>(contains('refund'), long)
    expect((await verdictOn(rule, 'no')).status).toBe('pass')
    expect((await verdictOn(rule, 'a refund then')).status).toBe('pass')
    expect(await verdictOn(rule, 'refund')).toEqual({
      status: 'fail',
      reason:
        'If this holds: Write "refund" somewhere in the text. then this must, too: Use at least 3 words. (Use at least 3 words. It has 1: 2 too few.)',
    })
  })

  it('asks no judge where code has settled it, and keeps what has no verdict', async () => {
    const spared = judgedRequest('one two three', 'yes')
    expect((await evaluate(implies<string>('It is rude.', long), spared)).status).toBe('pass')
    expect(spared.asked).toEqual([])
    expect((await verdictOn(implies<string>('It is rude.', long), 'one', 'yes')).status).toBe('fail')
    expect((await verdictOn(implies<string>('It is rude.', long), 'one', 'no')).status).toBe('pass')
    expect((await verdictOn(implies<string>('It is rude.', long), 'one', 'hm', 'hm')).status).toBe('unknown')
  })
})

describe('score', () => {
  it('never rejects, and says how good an answer is', async () => {
    expect(
      await verdictOn(
        score((text: string) => text.length, 2),
        'abc',
      ),
    ).toEqual({ status: 'pass', score: 6 })
    expect(await verdictOn(score<string>(words.max(2), 3), 'one')).toEqual({ status: 'pass', score: 3 })
    expect(await verdictOn(score<string>(words.max(1), 3), 'one two')).toEqual({
      status: 'pass',
      score: 0,
      reason: 'Use at most 1 word. It has at least 2.',
    })
    expect(await verdictOn(score<string>('Friendly.', 0.5), 'hi', 'yes')).toEqual({
      status: 'pass',
      score: 0.5,
    })
    const graded = check<string>('graded', () => ({ status: 'pass', score: 0.25 }))
    expect(await verdictOn(score(graded, 4), 'x')).toEqual({ status: 'pass', score: 1 })
  })

  it('is added up by allOf; anyOf takes the best', async () => {
    const [one, two] = [score(() => 1), score(() => 2)]
    expect(await verdictOn(allOf<string>(one, two, words.min(0)), 'x')).toEqual({ status: 'pass', score: 3 })
    expect(await verdictOn(anyOf<string>(one, two), 'x')).toEqual({ status: 'pass', score: 2 })
    expect(await verdictOn(allOf<string>(words.min(0)), 'x')).toEqual({ status: 'pass' })
  })

  it('is what best-of-n goes by', async () => {
    const backend = new MockBackend(['a long tagline', 'a bad one', 'short', 'shorter'])
    const strategy = bestOfN({ n: 4, score: 'requirements', concurrency: 1 })
    const requirements = [
      containsNone(['bad']),
      score((text: string) => -text.length),
      score(contains('short'), 3),
    ]
    const out = await new MelleaSession({ backend }).instruct('Tagline?', { strategy, requirements })
    expect([out.value, out.attempts]).toEqual(['short', 4])
  })

  it('fails with a function that gives no number, and refuses such a weight', async () => {
    for (const wrong of [Number.NaN, '3', undefined, Number.POSITIVE_INFINITY])
      expect(
        await verdictOn(
          score(() => wrong as never),
          'x',
        ),
      ).toMatchObject({
        status: 'fail',
        reason: expect.stringContaining('must give a number'),
      })
    expect(() => score('x', Number.NaN)).toThrow(/the weight is a number/)
    expect(() => score('')).toThrow(/A requirement is an empty text/)
  })

  it('is shown as its requirement is, and costs what it costs', () => {
    expect(score('Friendly.')).toMatchObject({ description: 'Friendly.', cost: 'judge' })
    expect(score(containsNone(['x']))).toMatchObject({ checkOnly: true, cost: 'code' })
    expect(score(() => 1).checkOnly).toBe(true)
  })
})
