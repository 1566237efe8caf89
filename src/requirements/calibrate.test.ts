import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrate, pickThreshold, type ScoredOutput } from './calibrate.ts'
import { compare } from './compare.ts'
import { yesProbability } from './yes-probability.ts'

const token = (text: string, probability: number) => ({ token: text, logprob: Math.log(probability) })

describe('how likely a yes is', () => {
  it('is its share of yes and no, in all spellings, at the first word', () => {
    const tokens = [
      { ...token('**', 1), top: [token('no', 1)] },
      {
        ...token('Yes', 0.5),
        top: [token('Yes', 0.5), token(' yes', 0.1), token('No', 0.15), token('Sure', 0.2)],
      },
      { ...token('no', 1), top: [token('no', 1)] },
    ]
    expect(yesProbability(tokens)).toBeCloseTo(0.8)
  })

  it('is read off the word that was said where no others are known', () => {
    expect(yesProbability([token('\n', 1), token('Yes', 0.7)])).toBeCloseTo(0.7)
    expect(yesProbability([token(' NO', 0.7)])).toBeCloseTo(0.3)
    expect(yesProbability([token('Well', 0.7)])).toBeUndefined()
    expect(yesProbability([])).toBeUndefined()
    expect(
      yesProbability([{ ...token('Well', 0.9), top: [token('Well', 0.9), token('yes', 0.05)] }]),
    ).toBeUndefined()
  })
})

describe('a threshold', () => {
  const scored = (met: readonly number[], unmet: readonly number[]): ScoredOutput[] => [
    ...met.map((score) => ({ score, met: true })),
    ...unmet.map((score) => ({ score, met: false })),
  ]

  it('lies in the widest gap between what it parts', () => {
    const report = pickThreshold(scored([0.9, 0.8, 0.7], [0.1, 0.2, 0.3]))
    expect(report).toMatchObject({ threshold: 0.5, accuracy: 1, examples: 6 })
  })

  it('makes no more errors than any other, on any examples', () => {
    const example = fc.record({
      score: fc.integer({ min: 0, max: 20 }).map((n) => n / 20),
      met: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(example, { minLength: 2, maxLength: 40 }), (all) => {
        fc.pre(all.some(({ met }) => met) && all.some(({ met }) => !met))
        const { threshold, accuracy, band, decided, accuracyDecided } = pickThreshold(all)
        const accuracyAt = (cut: number) =>
          all.filter(({ score, met }) => score >= cut === met).length / all.length
        expect(accuracy).toBe(accuracyAt(threshold))
        for (let cut = 0; cut <= 1; cut += 0.025) expect(accuracy).toBeGreaterThanOrEqual(accuracyAt(cut))
        expect(0 <= band[0] && band[0] <= threshold && threshold <= band[1] && band[1] <= 1).toBe(true)
        expect(decided).toBeLessThanOrEqual(1)
        expect(accuracyDecided).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('has a band outside of which enough is right, and that rests on more than luck', () => {
    const met = [0.55, 0.65, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99]
    const unmet = [0.05, 0.1, 0.12, 0.15, 0.2, 0.6, 0.62, 0.68]
    const { band, accuracyDecided, decided, accuracy } = pickThreshold(scored(met, unmet), { precision: 1 })
    expect(band).toEqual([0.2, 0.7])
    expect(accuracyDecided).toBe(1)
    expect(decided).toBeCloseTo(12 / 17)
    expect(accuracy).toBeLessThan(1)
    // four examples are no evidence
    expect(pickThreshold(scored([0.9, 0.8, 0.7, 0.6], [0.1]), { precision: 0.9 }).band).toEqual([0, 1])
  })

  it('needs examples of both kinds, and figures that can be', () => {
    expect(() => pickThreshold(scored([0.5], []))).toThrow(/both kinds; 1 of 1/)
    expect(() => pickThreshold(scored([1.5], [0]))).toThrow(/from 0 to 1, got 1.5/)
    expect(() => pickThreshold(scored([1], [0]), { precision: 0.2 })).toThrow(/precision/)
  })

  it('is found by asking a judge of each example', async () => {
    const asked: unknown[] = []
    const judge = {
      validate: async (requirement: object, { output, judge: how }: { output: string; judge: object }) => {
        asked.push([requirement, how])
        return {
          validations: [
            { result: { status: 'pass' as const, ...(output !== '?' && { score: Number(output) }) } },
          ],
        }
      },
    }
    const labelled = [
      { requirement: 'r', output: '0.9', met: true },
      { requirement: 'r', output: '?', met: true },
      { requirement: 'r', output: '0.2', met: false },
    ]
    expect((await calibrate(judge, labelled)).threshold).toBeCloseTo(0.35)
    expect(asked[0]).toEqual([{ description: 'r', compile: false }, { calibrated: { threshold: 0.5 } }])
    await expect(calibrate(judge, [])).rejects.toThrow(/both kinds/)
  })
})

describe('a comparison', () => {
  const askerOf = (...replies: readonly string[]) => {
    const prompts: string[] = []
    return {
      prompts,
      async ask(question: Parameters<Parameters<typeof compare>[0]['ask']>[0]) {
        const reply = replies[prompts.length] ?? ''
        prompts.push(question.render({ edition: '', modelId: '', text: String, parts: () => [] }) as string)
        const value = question.decode?.({
          text: reply,
          thinking: undefined,
          message: { role: 'assistant', parts: [] },
        })
        return { parsed: { ok: true, value } } as never
      },
    }
  }
  const compared = async (...replies: readonly string[]) =>
    (await compare(askerOf(...replies), 'A', 'B', { criterion: 'Which is kinder?' })).winner

  it('counts only what holds in both orders', async () => {
    expect(await compared('first', 'The second one.')).toBe('a')
    expect(await compared('Second', 'first, since')).toBe('b')
    for (const biased of [
      ['first', 'first'],
      ['second', 'second'],
      ['first', 'hm'],
      ['', ''],
    ])
      expect(await compared(...biased)).toBeUndefined()
  })

  it('shows both texts, once each way', async () => {
    const asker = askerOf('first', 'second')
    expect(await compare(asker, 'A', 'B', { criterion: 'Which is kinder?' })).toEqual({
      winner: 'a',
      score: 1,
    })
    expect(
      asker.prompts.map((prompt) => /<first>\n(\w)[\s\S]*<second>\n(\w)/.exec(prompt)?.slice(1)),
    ).toEqual([
      ['A', 'B'],
      ['B', 'A'],
    ])
  })
})
