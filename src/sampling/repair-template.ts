import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import { loop, rewound, toLoopBudget, toRewind, type RewindOptions } from './loop.ts'

/**
 * Asks again with every reason for the last failure written into the instruction. The default.
 *
 * The model does not see its failed answer, so prompts do not grow; when it should, use `multiTurn`. With `rewind` it goes on from what
 * was good of an answer that a watcher stopped.
 *
 * @example
 * import { repairTemplate, startSession, words } from 'mellea'
 * await startSession().instruct('Write a haiku.', { requirements: [words.max(20)], strategy: repairTemplate({ loopBudget: 4 }) })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function repairTemplate(options?: RewindOptions): SamplingStrategy {
  return new RepairTemplateStrategy(options)
}

/** {@link repairTemplate} under Mellea's name. */
export class RepairTemplateStrategy implements SamplingStrategy {
  readonly name = 'repair-template'
  readonly sequential = true
  readonly loopBudget: number
  readonly rewind: boolean

  constructor(options: RewindOptions = {}) {
    this.loopBudget = toLoopBudget('RepairTemplateStrategy', options)
    this.rewind = toRewind('RepairTemplateStrategy', options)
  }

  readonly sample = async (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> => {
    const repair = (failed: Attempt<unknown>): StepOptions => run.repair(failed)
    return loop(run, this.loopBudget, this.rewind ? await rewound(run, repair) : repair)
  }
}
