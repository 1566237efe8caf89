import type { Attempt, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'

/**
 * Asks again with every reason for the last failure written into the instruction. The default.
 *
 * The model does not see its failed answer, so prompts do not grow; when it should, use `multiTurn`.
 *
 * @example
 * import { repairTemplate, startSession, words } from 'mellea'
 * await startSession().instruct('Write a haiku.', { requirements: [words.max(20)], strategy: repairTemplate({ loopBudget: 4 }) })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function repairTemplate(options?: LoopOptions): SamplingStrategy {
  return new RepairTemplateStrategy(options)
}

/** {@link repairTemplate} under Mellea's name. */
export class RepairTemplateStrategy implements SamplingStrategy {
  readonly name = 'repair-template'
  readonly sequential = true
  readonly loopBudget: number

  constructor(options: LoopOptions = {}) {
    this.loopBudget = toLoopBudget('RepairTemplateStrategy', options)
  }

  readonly sample = (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> =>
    loop(run, this.loopBudget, (failed) => run.repair(failed))
}
