import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'
import { wholeNumber } from './strategy-options.ts'
import type { ForcedThinking } from './think-first.ts'
import { within } from './within.ts'

export interface BudgetForcingOptions extends LoopOptions {
  /** Most tokens of thinking. @default 4096 */
  readonly thinkMaxTokens?: number | undefined
  /** Most tokens of the answer. @default the call's own `maxNewTokens` */
  readonly answerMaxTokens?: number | undefined
  /** Put after thoughts that end early, so that there are more of them, as long as tokens are left. @example 'Wait' @default none */
  readonly thinkMoreSuffix?: string | undefined
  /** Put after the thoughts, before the answer. @example 'Final answer:' @default none */
  readonly answerSuffix?: string | undefined
  /** @default '<think>' */
  readonly startThinkToken?: string | undefined
  /** @default '</think>' */
  readonly endThinkToken?: string | undefined
  /** How many times it thinks and answers in all; after a failure it is told the reasons. @default 1 */
  readonly loopBudget?: number | undefined
}

/**
 * Lets the model think first, with a budget of its own, then answer: the thoughts are cut off when their tokens are used up, and may be
 * made to go on when they end early (budget forcing, Muennighoff et al. 2025, arXiv 2501.19393).
 *
 * Where the backend can continue a text, the answer goes on after the thoughts, as in the paper. Elsewhere, and with a schema, which
 * would have to hold the thoughts as well, they are one turn and the answer is the next. The thoughts are in the output's `thinking`,
 * never in its text; requirements see the answer alone.
 *
 * Costs two generations an attempt, and one more each time that thinking is made to go on.
 *
 * @example
 * import { budgetForcing, startSession } from 'mellea'
 * const strategy = budgetForcing({ thinkMaxTokens: 1024, answerMaxTokens: 256 })
 * const { thinking, value } = await startSession().instruct('Is 221 a prime?', { strategy })
 * console.log(thinking, value)
 * @throws OptionError for a number of tokens or a loop budget that is no whole number above 0.
 */
export function budgetForcing(options: BudgetForcingOptions = {}): SamplingStrategy {
  const { answerMaxTokens, thinkMaxTokens = 4096 } = options
  if (answerMaxTokens !== undefined) wholeNumber('budgetForcing: answerMaxTokens', answerMaxTokens)
  const how: ForcedThinking = {
    thinkMaxTokens: wholeNumber('budgetForcing: thinkMaxTokens', thinkMaxTokens),
    answerMaxTokens,
    more: options.thinkMoreSuffix ?? '',
    last: options.answerSuffix ?? '',
    start: options.startThinkToken ?? '<think>',
    end: options.endThinkToken ?? '</think>',
  }
  const budget = toLoopBudget('budgetForcing', { loopBudget: options.loopBudget ?? 1 })
  return {
    name: 'budget-forcing',
    sequential: true,
    sample: async (run) => loop(await thinking(run, how), budget, (failed) => run.repair(failed)),
  }
}

/** {@link budgetForcing} under Mellea's name. */
export class BudgetForcingSamplingStrategy implements SamplingStrategy {
  readonly name = 'budget-forcing'
  readonly sequential = true
  readonly sample: SamplingStrategy['sample']

  /** @throws OptionError as {@link budgetForcing} does. */
  constructor(options: BudgetForcingOptions = {}) {
    this.sample = budgetForcing(options).sample
  }
}

/** The run, in which every attempt thinks first. */
async function thinking(run: SampleRun<unknown>, how: ForcedThinking): Promise<SampleRun<unknown>> {
  const { answerAfter } = await import('./think-first.ts')
  const attempt = async (step: StepOptions = {}): Promise<Attempt<unknown>> =>
    run.check(await answerAfter(run, step, how))
  return { ...within(run, {}), attempt }
}
