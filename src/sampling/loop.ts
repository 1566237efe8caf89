import { MelleaError, OptionError } from '../core/errors.ts'
import type { Attempt, SampleRun, StepOptions } from '../core/sampling.ts'

/** How a loop is limited. */
export interface LoopOptions {
  /** How many generations in all, the first included. @default 3 */
  readonly loopBudget?: number | undefined
}

/** How a loop is limited, and what it keeps. */
export interface RewindOptions extends LoopOptions {
  /**
   * Keep what stands before the unit that a watcher refused, and go on from there, where the backend can continue a text; elsewhere, and
   * after other failures, the answer is begun anew. @default false
   */
  readonly rewind?: boolean | undefined
}

/** How the next attempt differs from the call as it was made, or how it is made in another way than by writing all of the answer. */
export type NextStep = StepOptions | (() => Promise<Attempt<unknown>>)

/** Attempts one after another until one passes; `next` says how the next step differs after a failure, or that there is none. */
export async function loop(
  run: SampleRun<unknown>,
  budget: number,
  next: (failed: Attempt<unknown>) => NextStep | Promise<NextStep> | undefined,
): Promise<Attempt<unknown> | undefined> {
  let step: NextStep | undefined = {}
  for (let generation = 1; step && generation <= budget; generation++) {
    const attempt: Attempt<unknown> = typeof step === 'function' ? await step() : await run.attempt(step)
    if (attempt.ok) return attempt
    if (wasCutOff(attempt)) return undefined
    step = await next(attempt)
  }
  return undefined
}

/** @throws OptionError when it is no whole number above 0. */
export function toLoopBudget(strategy: string, { loopBudget = 3 }: LoopOptions): number {
  if (Number.isInteger(loopBudget) && loopBudget > 0) return loopBudget
  throw new OptionError(
    `${strategy}: loopBudget is the number of generations in all, a whole number above 0; got ${loopBudget}.`,
  )
}

/** Steps that go on from what was good of the attempt before, or those that `begin` anew. */
export async function rewound(
  run: SampleRun<unknown>,
  begin: (failed: Attempt<unknown>) => StepOptions,
): Promise<(failed: Attempt<unknown>) => Promise<StepOptions>> {
  const { rewinding } = await import('./rewinding.ts')
  const goOn = rewinding(run)
  return async (failed) => ({ ...begin(failed), ...(await goOn(failed)) })
}

/** @throws OptionError when it is no boolean. */
export function toSwitch(strategy: string, name: string, value = false): boolean {
  if (typeof value === 'boolean') return value
  throw new OptionError(`${strategy}: ${name} is true or false.`)
}

/** Under the same limit the next answer would be cut off again. */
export function wasCutOff({ parsed }: Attempt<unknown>): boolean {
  return !parsed.ok && MelleaError.isInstance(parsed.error) && parsed.error.code === 'truncated'
}
