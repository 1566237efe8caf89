import { OptionError } from '../core/errors.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { candidateOf, firstBest, type Candidate } from './candidate.ts'
import { comparable, functionOrNone, wholeNumber } from './strategy-options.ts'

export interface BestOfNOptions<T> {
  /** How many drafts. @default 5 */
  readonly n?: number | undefined
  /** How good an answer is: the higher, the better. `'requirements'`: the sum of the scores that requirements gave (`score`). */
  readonly score: 'requirements' | ((candidate: Candidate<T>) => number | Promise<number>)
  /** A score that is good enough: the first answer that reaches it is taken, and the other drafts are cancelled. @default none */
  readonly stopAt?: number | undefined
  /** How many drafts at a time. @default all at once, as far as the backend lets */
  readonly concurrency?: number | undefined
}

/**
 * Makes several drafts and takes the one with the highest score among those that meet all requirements: for tasks where it is easier
 * to tell a good answer than to write one.
 *
 * Costs `n` generations, and the judges of each. Of equal scores the draft that was begun first wins.
 *
 * @example
 * import { bestOfN, startSession } from 'mellea'
 * const shortest = bestOfN({ n: 5, score: ({ text }) => -text.length, stopAt: -20 })
 * await startSession().instruct('Write a tagline for a bakery.', { strategy: shortest })
 * @throws OptionError for a missing `score`, and for an `n` or a `concurrency` that is no whole number above 0.
 */
export function bestOfN<T = unknown>(options: BestOfNOptions<T>): SamplingStrategy<T> {
  const given: Partial<BestOfNOptions<T>> = options ?? {}
  const n = wholeNumber('bestOfN: n', given.n ?? 5)
  const concurrency = wholeNumber('bestOfN: concurrency', given.concurrency ?? n)
  const score = given.score === 'requirements' ? sumOfScores : functionOrNone('bestOfN: score', given.score)
  if (!score) throw new OptionError('bestOfN: `score` is missing: say how good an answer is.')
  const stopAt = comparable('bestOfN: stopAt', given.stopAt ?? Number.POSITIVE_INFINITY)
  return {
    name: 'best-of-n',
    async sample(run) {
      const scored: (Candidate<T> & { readonly score: number })[] = []
      for await (const draft of run.drafts(n, {
        concurrency,
        together: stopAt === Number.POSITIVE_INFINITY,
      })) {
        const candidate = candidateOf(await run.check(draft))
        if (!candidate) continue
        const points = comparable('bestOfN: score', await score(candidate))
        scored.push({ ...candidate, score: points })
        if (points < stopAt) continue
        return candidate.attempt
      }
      return firstBest(scored, (_, index) => scored[index]?.score ?? 0)
    },
  }
}

function sumOfScores({ attempt }: Candidate<unknown>): number {
  const scores = attempt.validations.map(({ result }) =>
    result.status === 'unknown' ? 0 : (result.score ?? 0),
  )
  return scores.reduce((sum, score) => sum + score, 0)
}
