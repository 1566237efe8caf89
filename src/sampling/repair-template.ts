import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import { loop, rewound, toLoopBudget, toSwitch, type NextStep, type RewindOptions } from './loop.ts'

/** How a failure is repaired. */
export interface RepairTemplateOptions extends RewindOptions {
  /**
   * Of an object, have the model write those parts anew that are wrong, and put them into the answer; the rest stays as it is. Needs failures
   * that name their places: a schema's do, and those of a validator that gives `paths`. After any other failure, and where it would spare
   * less than half, all is written again. @default false
   */
  readonly patch?: boolean | undefined
}

/**
 * Asks again with every reason for the last failure written into the instruction. The default.
 *
 * The model does not see its failed answer, so prompts do not grow; when it should, use `multiTurn`. With `rewind` it goes on from what
 * was good of an answer that a watcher stopped; with `patch` it writes only what is wrong of an object.
 *
 * @example
 * import { repairTemplate, startSession, words } from 'mellea'
 * await startSession().instruct('Write a haiku.', { requirements: [words.max(20)], strategy: repairTemplate({ loopBudget: 4 }) })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function repairTemplate(options?: RepairTemplateOptions): SamplingStrategy {
  return new RepairTemplateStrategy(options)
}

/** {@link repairTemplate} under Mellea's name. */
export class RepairTemplateStrategy implements SamplingStrategy {
  readonly name = 'repair-template'
  readonly sequential = true
  readonly loopBudget: number
  readonly rewind: boolean
  readonly patch: boolean

  constructor(options: RepairTemplateOptions = {}) {
    this.loopBudget = toLoopBudget('RepairTemplateStrategy', options)
    this.rewind = toSwitch('RepairTemplateStrategy', 'rewind', options.rewind)
    this.patch = toSwitch('RepairTemplateStrategy', 'patch', options.patch)
  }

  readonly sample = async (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> => {
    const repair = (failed: Attempt<unknown>): StepOptions => run.repair(failed)
    const again = this.rewind ? await rewound(run, repair) : repair
    return loop(run, this.loopBudget, this.patch ? await patchedOr(run, again) : again)
  }
}

type Next = (failed: Attempt<unknown>) => NextStep | Promise<NextStep>

async function patchedOr(run: SampleRun<unknown>, again: Next): Promise<Next> {
  const { patching } = await import('./patching.ts')
  return (failed) => patching(run, failed) ?? again(failed)
}
