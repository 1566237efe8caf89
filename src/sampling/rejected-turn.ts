import { Message } from '../components/message.ts'
import { ChatContext } from '../context/chat-context.ts'
import type { WireMessage } from '../core/message.ts'
import type { Attempt, StepOptions } from '../core/sampling.ts'
import { reasonsOf } from './repaired-action.ts'

/** The next turn of a conversation about an answer that was rejected: it has been shown, and is told what is wrong with it. */
export function rejectedTurn(said: readonly WireMessage[], { failures }: Attempt<unknown>): StepOptions {
  const list = reasonsOf(failures).map((reason) => `* ${reason}`)
  const text = [
    'Your answer does not do, for these reasons:',
    ...list,
    '',
    'Answer again, and put all of it right. Give the new answer alone.',
  ].join('\n')
  return { purpose: 'repair', context: ChatContext.from(said), action: new Message('user', text) }
}
