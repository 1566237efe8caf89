import { describe, expect, it } from 'vitest'
import { Gate } from '../../test/manual-clock.ts'
import { OptionError } from '../core/errors.ts'
import { score as scored } from '../requirements/score.ts'
import { words } from '../requirements/text/words.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend } from '../testing/mock-backend.ts'
import { bestOfN } from './best-of-n.ts'

const brief = ({ text }: { readonly text: string }): number => -text.length

describe('bestOfN', () => {
  it('takes the highest score of those that meet the requirements, and looks at no others', async () => {
    const seen: string[] = []
    const score = (one: { readonly text: string }): number => {
      seen.push(one.text)
      return brief(one)
    }
    const m = new MelleaSession({
      backend: new MockBackend(['three words here', 'a', 'two words', 'four words it is']),
    })
    const strategy = bestOfN({ n: 4, score })
    const out = await m.instruct('x', { strategy, requirements: [words.min(2)] })
    expect([out.text, out.attempts]).toEqual(['two words', 4])
    expect(seen).not.toContain('a')
  })

  it('of equal scores takes the draft that was begun first, whichever ended first', async () => {
    const gate = new Gate()
    const backend = new MockBackend(['first', 'other'], {
      beforeChunk: (chunk) => (chunk === 'first' ? gate.pass() : gate.open()),
    })
    const out = await new MelleaSession({ backend }).instruct('x', {
      strategy: bestOfN({ n: 2, score: brief }),
    })
    expect(out.text).toBe('first')
  })

  it('stops at a score that will do, and cancels the others', async () => {
    const gate = new Gate()
    const backend = new MockBackend(['abc', 'never read', 'never read'], {
      beforeChunk: (chunk) => (chunk === 'abc' ? undefined : gate.pass()),
    })
    const strategy = bestOfN({
      n: 3,
      score: (one) => {
        setImmediate(() => gate.open())
        return brief(one)
      },
      stopAt: -3,
    })
    const out = await new MelleaSession({ backend }).instruct('x', { strategy })
    expect([out.text, out.attempts]).toEqual(['abc', 1])
    expect(out.ledger.rows.map(({ outcome }) => outcome).toSorted()).toEqual(['aborted', 'aborted', 'ok'])
  })

  it('waits for scores that take time, and refuses those that cannot be compared', async () => {
    const slow = bestOfN({ n: 2, score: async (one) => Promise.resolve(brief(one)) })
    const make = (): MelleaSession => new MelleaSession({ backend: new MockBackend(['long', 'ok']) })
    expect((await make().instruct('x', { strategy: slow })).text).toBe('ok')
    const broken = bestOfN({ n: 2, score: () => Number.NaN })
    await expect(make().instruct('x', { strategy: broken })).rejects.toThrow(
      /score must give a number, got NaN/,
    )
  })

  it('goes by the scores that requirements give', async () => {
    const m = new MelleaSession({ backend: new MockBackend(['aaa', 'a', 'aa']) })
    const wish = scored((text: string) => -text.length)
    const out = await m.instruct('x', {
      requirements: [wish, words.min(1)],
      strategy: bestOfN({ n: 3, score: 'requirements' }),
    })
    expect(out.text).toBe('a')
  })

  it('refuses options that cannot mean anything', () => {
    // @ts-expect-error  it needs a score
    expect(() => bestOfN({ n: 3 })).toThrow(OptionError)
    // @ts-expect-error  it needs options
    expect(() => bestOfN()).toThrow(OptionError)
    for (const bad of [0, -1, 1.5, Number.NaN]) {
      expect(() => bestOfN({ n: bad, score: brief })).toThrow(/bestOfN: n must be a whole number/)
      expect(() => bestOfN({ concurrency: bad, score: brief })).toThrow(/bestOfN: concurrency/)
    }
    expect(() => bestOfN({ score: brief, stopAt: Number.NaN })).toThrow(/stopAt/)
  })
})
