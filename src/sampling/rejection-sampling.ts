import type { Attempt, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'

/**
 * Asks again, unchanged, until an answer passes: for tasks where luck helps more than advice.
 *
 * @example
 * import { rejectionSampling, startSession } from 'mellea'
 * await startSession().instruct('Name a colour.', { requirements: ['It is rare.'], strategy: rejectionSampling({ loopBudget: 5 }) })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function rejectionSampling(options?: LoopOptions): SamplingStrategy {
  return new RejectionSamplingStrategy(options)
}

/** {@link rejectionSampling} under Mellea's name. */
export class RejectionSamplingStrategy implements SamplingStrategy {
  readonly name = 'rejection-sampling'
  readonly sequential = true
  readonly loopBudget: number

  constructor(options: LoopOptions = {}) {
    this.loopBudget = toLoopBudget('RejectionSamplingStrategy', options)
  }

  readonly sample = (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> =>
    loop(run, this.loopBudget, () => ({}))
}
