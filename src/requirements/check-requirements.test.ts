import { describe, expect, it } from 'vitest'
import type { CheckRequest, Requirement, ValidationResult } from '../core/requirement.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { judgedRequest as request } from '../../test/judged-request.ts'
import { Gate, idle } from '../../test/manual-clock.ts'
import { checkRequirements } from './check-requirements.ts'
import { allOf, anyOf, not } from './combine.ts'
import { evaluate } from './evaluate.ts'
import { matches } from './matches.ts'
import { check, req } from './req.ts'
import { words } from './text/words.ts'

const statusOf = async (requirement: Requirement<string>, text: string, ...replies: string[]) =>
  (await evaluate(requirement, request(text, ...replies))).status

describe('checking', () => {
  const plan = (requirements: readonly Requirement<string>[], one: CheckRequest<string>, more = {}) =>
    checkRequirements({ requirements, request: one, ...more })

  it('looks at what is cheap first, and spares the judge', async () => {
    const one = request('x', 'yes', 'yes')
    const requirements: Requirement<string>[] = [
      { description: 'judged' },
      check('fine', () => true),
      check('bad', () => 'no'),
    ]
    const spared = await plan(requirements, one)
    expect(spared.map(({ name, result, skipped }) => [name, result.status, skipped ?? false])).toEqual([
      ['judged', 'unknown', true],
      ['fine', 'pass', false],
      ['bad', 'fail', false],
    ])
    expect(one.asked).toHaveLength(0)
    expect((await plan(requirements, one, { validateAll: true }))[0]?.result.status).toBe('pass')
  })

  it('keeps the order, however long each takes', async () => {
    const gate = new Gate()
    const slow = {
      description: 'slow',
      cost: 'async',
      validate: async () => (await gate.pass(), true),
    } as const
    const result = plan([slow, check('quick', () => true)], request('x'))
    await idle()
    gate.open()
    expect((await result).map(({ name }) => name)).toEqual(['slow', 'quick'])
  })

  it('takes the word of a watcher; one without a verdict leaves it to the judge', async () => {
    const watched = req('w', { onChunk: (_chunk, soFar) => (soFar.includes('!') ? 'loud' : true) })
    const say = async (seen: ValidationResult | undefined, text: string) =>
      (await plan([watched], request(text, 'no'), { watched: new Map(seen ? [[watched, seen]] : []) }))[0]
        ?.result
    expect(await say({ status: 'fail', reason: 'loud' }, 'x')).toEqual({ status: 'fail', reason: 'loud' })
    expect(await say({ status: 'pass' }, 'x')).toEqual({ status: 'pass' })
    expect(await say({ status: 'unknown' }, 'x')).toMatchObject({ status: 'fail' })
    expect(await say(undefined, 'x!')).toEqual({ status: 'fail', reason: 'loud' })
  })
})

describe('combinations', () => {
  const yes = check('yes', () => true)
  const no = check('no', () => false)
  const odd = { description: 'judged' }

  it('hold when their parts do', async () => {
    expect(await statusOf(allOf<string>(yes, yes), 'x')).toBe('pass')
    expect(await statusOf(allOf<string>(yes, no), 'x')).toBe('fail')
    expect(await statusOf(anyOf<string>(no, yes), 'x')).toBe('pass')
    expect(await statusOf(anyOf<string>(no, no), 'x')).toBe('fail')
    expect(await statusOf(not<string>(no), 'x')).toBe('pass')
    expect(await statusOf(not<string>(yes), 'x')).toBe('fail')
  })

  it('have no verdict when what matters has none', async () => {
    const hm = ['hm', 'hm']
    expect(await statusOf(allOf<string>(yes, odd), 'x', ...hm)).toBe('unknown')
    expect(await statusOf(anyOf<string>(no, odd), 'x', ...hm)).toBe('unknown')
    expect(await statusOf(not<string>(odd), 'x', ...hm)).toBe('unknown')
  })

  it('ask no judge when something cheaper has settled it', async () => {
    for (const combined of [allOf<string>(odd, no), anyOf<string>(odd, yes)]) {
      const one = request('x', 'yes')
      await evaluate(combined, one)
      expect(one.asked).toEqual([])
      expect(combined.cost).toBe('judge')
    }
  })

  it('show what a watcher says, and are not empty', async () => {
    const calm = req('calm', { onChunk: (_chunk, soFar) => !soFar.includes('!') })
    expect(await statusOf(not(calm), 'ha!')).toBe('pass')
    expect(() => allOf()).toThrow(/at least one/)
    expect(() => anyOf()).toThrow(/at least one/)
  })
})

describe('ready-made requirements', () => {
  it('count words and match patterns, also patterns that remember', async () => {
    expect(await statusOf(words.max(2), ' one  two ')).toBe('pass')
    expect(await evaluate(words.min(3), request('one two'))).toMatchObject({
      reason: 'Use at least 3 words. It has 2: 1 too few.',
    })
    expect(() => words.max(-1)).toThrow(/whole number from 0 up/)
    const sticky = matches(/a/g)
    for (const _ of [1, 2, 3]) expect(await statusOf(sticky, 'a')).toBe('pass')
    expect([sticky.checkOnly, matches(/a/, 'Say a.').checkOnly]).toEqual([true, undefined])
  })

  it('are refused when they say nothing', () => {
    const nothings = [
      '',
      '  ',
      {},
      { checkOnly: true },
      null,
      undefined,
      5,
      [],
      ['only text'],
      ['text', 'no function'],
    ]
    for (const nothing of nothings) expect(() => toRequirement(nothing as never)).toThrow(/A requirement is/)
    expect(() => req('')).toThrow(/description is empty/)
  })
})
