import type { Attempt, SampleRun, SamplingStrategy } from '../core/sampling.ts'
import type { WireMessage } from '../core/message.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'
import { rejectedTurn } from './rejected-turn.ts'
import { turnOf } from './turn-of.ts'

/**
 * Answers a failure like a person would: shows the model its own answer and says what was wrong with it.
 *
 * The prompt grows with every attempt. The conversation of the session keeps the question and the accepted answer only.
 *
 * @example
 * import { multiTurn, startSession } from 'mellea'
 * await startSession().instruct('Write a limerick.', { requirements: ['It rhymes.'], strategy: multiTurn() })
 * @throws OptionError for a loop budget that is no whole number above 0.
 */
export function multiTurn(options?: LoopOptions): SamplingStrategy {
  return new MultiTurnStrategy(options)
}

/** {@link multiTurn} under Mellea's name. */
export class MultiTurnStrategy implements SamplingStrategy {
  readonly name = 'multi-turn'
  readonly sequential = true
  readonly loopBudget: number

  constructor(options: LoopOptions = {}) {
    this.loopBudget = toLoopBudget('MultiTurnStrategy', options)
  }

  readonly sample = (run: SampleRun<unknown>): Promise<Attempt<unknown> | undefined> => {
    const said: WireMessage[] = [...run.context.view()]
    return loop(run, this.loopBudget, (failed) => {
      said.push(...turnOf(failed))
      return rejectedTurn(said, failed)
    })
  }
}
