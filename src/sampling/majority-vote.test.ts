import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { matches } from '../requirements/matches.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { MajorityVotingStrategyForMath } from './majority-voting-for-math.ts'
import { majorityVote } from './majority-vote.ts'

const make = (...script: readonly MockAnswer[]) => {
  const backend = new MockBackend(script)
  return { backend, m: new MelleaSession({ backend, maxRetries: 0 }) }
}

describe('majorityVote', () => {
  it('takes what most answers say, whatever the order of their keys, and stops when that is settled', async () => {
    const { m, backend } = make(
      { a: 1, b: 2 },
      { a: 9, b: 9 },
      { b: 2, a: 1 },
      { b: 2, a: 1 },
      { a: 0, b: 0 },
    )
    const format = z.object({ a: z.number(), b: z.number() })
    const sampling = await m.instruct('x', { format, strategy: majorityVote({ n: 5 }) }).sampling()
    expect(sampling.success && sampling.result.value).toEqual({ a: 1, b: 2 })
    expect(sampling.stopped).toBe('decided')
    expect(backend.calls).toHaveLength(4)
  })

  it('votes on a key, and an answer without one does not vote', async () => {
    const { m } = make({ n: null, why: 'x' }, { n: null, why: 'y' }, { n: 4, why: 'z' })
    const format = z.object({ n: z.number().nullable(), why: z.string() })
    const strategy = majorityVote<z.infer<typeof format>>({ n: 3, key: ({ n }) => n })
    expect((await m.instruct('x', { format, strategy })).value.why).toBe('z')
  })

  it('lets only those vote that meet the requirements', async () => {
    const { m } = make('wrong', 'wrong', 'right', 'wrong', 'wrong')
    const strategy = majorityVote({ n: 5 })
    expect((await m.instruct('x', { strategy, requirements: [matches(/right/)] })).text).toBe('right')
  })

  it('makes all drafts at once when it may not stop early, with another equality if it is given one', async () => {
    const { m, backend } = make('Yes', 'no', 'YES', 'yes', 'no')
    const equals = (one: unknown, other: unknown): boolean =>
      String(one).toLowerCase() === String(other).toLowerCase()
    const out = await m.instruct('x', { strategy: majorityVote({ n: 5, earlyStop: false, equals }) })
    expect([out.text, backend.calls.length]).toEqual(['Yes', 5])
  })

  it('is undecided, and fails, without its quorum', async () => {
    const { m } = make('a', 'b', 'c', 'a', 'd')
    const call = m.instruct('x', { strategy: majorityVote({ n: 5, quorum: 0.6 }) })
    expect((await call.sampling()).stopped).toBe('undecided')
    await expect(call).rejects.toThrow(/took none of the attempts, though some passed/)
  })

  it('counts the votes that there are when a later wave fails', async () => {
    const down = new Error('down')
    const { m } = make('a', 'b', 'c', down, down)
    const sampling = await m.instruct('x', { strategy: majorityVote({ n: 5 }) }).sampling()
    expect(sampling.success && sampling.result.text).toBe('a')
    expect(sampling.errors).toEqual([down, down])
  })

  it("does not take a mistake in the caller's functions for a failure of the model", async () => {
    const oops = new TypeError('oops')
    const strategy = majorityVote({
      n: 2,
      key: () => {
        throw oops
      },
    })
    await expect(make('a', 'b').m.instruct('x', { strategy })).rejects.toBe(oops)
  })

  it('refuses options that cannot mean anything', () => {
    expect(() => majorityVote({ n: 0 })).toThrow(/majorityVote: n must be a whole number from 1 up, got 0/)
    expect(() => majorityVote({ quorum: 2 })).toThrow(/quorum is a share/)
    for (const confidence of [0.5, 1, Number.NaN])
      expect(() => majorityVote({ earlyStop: { confidence } })).toThrow(/earlyStop is true, false, 'count'/)
    // @ts-expect-error  no such word
    expect(() => majorityVote({ earlyStop: 'sometimes' })).toThrow(/earlyStop/)
    // @ts-expect-error  no such word
    expect(() => majorityVote({ equals: 'maths' })).toThrow(/equals must be a function/)
  })
})

describe('MajorityVotingStrategyForMath', () => {
  it('knows the same number in other clothes', async () => {
    const { m } = make(
      'It is \\boxed{0.5}.',
      'The answer is 7.',
      'So we get $x = \\frac{1}{2}$.',
      'The answer is 8.',
      'Answer: 50%',
    )
    const out = await m.instruct('x', { strategy: new MajorityVotingStrategyForMath({ numberOfSamples: 5 }) })
    expect(out.text).toBe('It is \\boxed{0.5}.')
  })

  it('rounds decimals as it is told', async () => {
    const script = ['1', '0.33', '1/3', '1', '0.333']
    const winner = async (floatRounding: number): Promise<string> => {
      const strategy = new MajorityVotingStrategyForMath({ n: 5, floatRounding })
      return (await make(...script).m.instruct('x', { strategy })).text
    }
    expect([await winner(2), await winner(6)]).toEqual(['0.33', '1'])
    expect(() => new MajorityVotingStrategyForMath({ floatRounding: -1 })).toThrow(/floatRounding/)
  })
})
