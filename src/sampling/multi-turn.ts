import { Message } from '../components/message.ts'
import { ChatContext } from '../context/chat-context.ts'
import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import type { WireMessage } from '../core/message.ts'
import { loop, toLoopBudget, type LoopOptions } from './loop.ts'
import { reasonsOf } from './repaired-action.ts'

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
      said.push(failed.question, failed.message)
      return nextTurn(said, failed)
    })
  }
}

function nextTurn(said: readonly WireMessage[], { failures }: Attempt<unknown>): StepOptions {
  const list = reasonsOf(failures).map((reason) => `* ${reason}`)
  const text = [
    'Your answer does not do, for these reasons:',
    ...list,
    '',
    'Answer again, and put all of it right. Give the new answer alone.',
  ].join('\n')
  return { context: ChatContext.from(said), action: new Message('user', text) }
}
