import { OptionError } from '../core/errors.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import { shown } from '../util/shown.ts'
import type { StopRule } from './ballot.ts'
import { functionOrNone, wholeNumber } from './strategy-options.ts'

export interface MajorityVoteOptions<T> {
  /** How many drafts at most. @default 5 */
  readonly n?: number | undefined
  /** What of an answer is voted on; `undefined` and `null` are no vote. @default all of it */
  readonly key?: ((value: T) => unknown) | undefined
  /**
   * Whether two keys are the same. `'math'` compares numbers, fractions, LaTeX and expressions, and of a text the final answer.
   *
   * @default deep equality, whatever the order of keys; of texts the words count
   */
  readonly equals?: 'math' | ((one: unknown, other: unknown) => boolean) | undefined
  /**
   * `'count'` (or `true`) ends the vote as soon as the winner cannot change, and makes no more drafts at a time than could be needed;
   * `{ confidence }` as soon as it is that likely that the leader would stay one; `false` makes all drafts at once.
   *
   * @default 'count'
   */
  readonly earlyStop?: boolean | 'count' | { readonly confidence: number } | undefined
  /** The share of all `n` that the winner needs; with less the vote is undecided, and the call fails. @default none */
  readonly quorum?: number | undefined
  /** How many drafts at a time. @default as many as can be needed */
  readonly concurrency?: number | undefined
}

/**
 * Makes several drafts, and takes the answer that most of those give that meet all requirements: for questions with one right answer
 * (self-consistency, Wang et al. 2022, arXiv 2203.11171).
 *
 * Costs up to `n` generations; with `earlyStop: 'count'` between half of them and all, and never another answer for it. Of answers with
 * equally many votes the one that was begun first wins. `{ confidence }` stops by the Beta criterion of Adaptive-Consistency (Aggarwal
 * et al. 2023, arXiv 2305.11860).
 *
 * @example
 * import { majorityVote, startSession } from 'mellea'
 * import { z } from 'zod'
 * const { value } = await startSession().instruct('What is 17 × 23?', {
 *   format: z.object({ answer: z.int() }),
 *   strategy: majorityVote<{ answer: number }>({ n: 7, key: ({ answer }) => answer }),
 * })
 * console.log(value.answer)
 * @throws OptionError for an option that cannot mean anything.
 */
export function majorityVote<T = unknown>(options: MajorityVoteOptions<T> = {}): SamplingStrategy<T> {
  return votingOn(options, 6)
}

/** The vote with numbers rounded at `places`. */
export function votingOn<T>(options: MajorityVoteOptions<T>, places: number): SamplingStrategy<T> {
  const n = wholeNumber('majorityVote: n', options.n ?? 5)
  const concurrency = wholeNumber('majorityVote: concurrency', options.concurrency ?? n)
  const isMaths = options.equals === 'math'
  const equals = isMaths ? undefined : functionOrNone('majorityVote: equals', options.equals)
  const key = functionOrNone('majorityVote: key', options.key) ?? ((value: T): unknown => value)
  const rule = stopRule(options, n)
  return {
    name: 'majority-vote',
    async sample(run) {
      const { poll } = await import('./poll.ts')
      const same = typeof equals === 'function' ? equals : await equality(isMaths, places)
      return poll(run, { n, concurrency, rule, key, same })
    },
  }
}

async function equality(
  isMaths: boolean,
  places: number,
): Promise<(one: unknown, other: unknown) => boolean> {
  if (!isMaths) return (await import('../util/same-value.ts')).sameValue
  const { sameMaths } = await import('../util/maths/same-maths.ts')
  return (one, other) => sameMaths(one, other, { places })
}

function stopRule({ earlyStop = 'count', quorum = 0 }: MajorityVoteOptions<never>, n: number): StopRule {
  if (!(quorum >= 0 && quorum <= 1))
    throw new OptionError(`majorityVote: quorum is a share from 0 to 1, got ${shown(quorum)}.`)
  const needed = Math.ceil(quorum * n)
  if (earlyStop === false) return { count: false, confidence: undefined, quorum: needed }
  if (earlyStop === true || earlyStop === 'count')
    return { count: true, confidence: undefined, quorum: needed }
  const confidence = typeof earlyStop === 'object' && earlyStop !== null ? earlyStop.confidence : undefined
  if (typeof confidence === 'number' && confidence > 0.5 && confidence < 1)
    return { count: true, confidence, quorum: needed }
  throw new OptionError(
    `majorityVote: earlyStop is true, false, 'count', or { confidence } between 0.5 and 1; got ${shown(earlyStop)}.`,
  )
}
