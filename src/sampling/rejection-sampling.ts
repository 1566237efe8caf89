import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import { loop, rewound, toLoopBudget, toSwitch, type RewindOptions } from './loop.ts'

/**
 * Asks again, unchanged, until an answer passes: for tasks where luck helps more than advice. With `rewind` only what a watcher refused is
 * written anew.
 *
 * @example
 * import { rejectionSampling, startSession } from 'mellea'
 * await startSession().instruct('Name a colour.', { requirements: ['It is rare.'], strategy: rejectionSampling({ loopBudget: 5 }) })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function rejectionSampling(options?: RewindOptions): SamplingStrategy {
  return new RejectionSamplingStrategy(options)
}

/** {@link rejectionSampling} under Mellea's name. */
export class RejectionSamplingStrategy implements SamplingStrategy {
  readonly name = 'rejection-sampling'
  readonly sequential = true
  readonly loopBudget: number
  readonly rewind: boolean

  constructor(options: RewindOptions = {}) {
    this.loopBudget = toLoopBudget('RejectionSamplingStrategy', options)
    this.rewind = toSwitch('RejectionSamplingStrategy', 'rewind', options.rewind)
  }

  readonly sample = async (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> => {
    const again = (): StepOptions => ({})
    return loop(run, this.loopBudget, this.rewind ? await rewound(run, again) : again)
  }
}
