import type { SamplingStrategy } from '../core/sampling.ts'
import { votingOn, type MajorityVoteOptions } from './majority-vote.ts'
import { wholeNumber } from './strategy-options.ts'

export interface MathVotingOptions<T> extends Omit<MajorityVoteOptions<T>, 'equals'> {
  /** How many drafts at most. @default 8 */
  readonly n?: number | undefined
  /** Mellea's name for `n`. */
  readonly numberOfSamples?: number | undefined
  /** Places after the point at which decimals are rounded before they are compared. @default 6 */
  readonly floatRounding?: number | undefined
}

/**
 * A majority vote over answers in mathematics, under Mellea's name: `majorityVote({ n: 8, equals: 'math' })`.
 *
 * @example
 * import { MajorityVotingStrategyForMath, startSession } from 'mellea'
 * const strategy = new MajorityVotingStrategyForMath({ n: 5 })
 * await startSession().instruct('What is 17/4? End with \\boxed{answer}.', { strategy })
 */
export class MajorityVotingStrategyForMath<T = unknown> implements SamplingStrategy<T> {
  readonly name = 'majority-voting-for-math'
  readonly sample: SamplingStrategy<T>['sample']

  /** @throws OptionError for an option that cannot mean anything. */
  constructor({ n, numberOfSamples = 8, floatRounding = 6, ...options }: MathVotingOptions<T> = {}) {
    const places = wholeNumber('MajorityVotingStrategyForMath: floatRounding', floatRounding, 0)
    this.sample = votingOn<T>({ ...options, n: n ?? numberOfSamples, equals: 'math' }, places).sample
  }
}
