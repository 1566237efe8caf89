import type { WireMessage } from '../core/message.ts'
import type { Attempt } from '../core/sampling.ts'

/** An attempt as a part of a conversation: what was asked, what tools were called and gave, what was answered. */
export function turnOf({
  question,
  steps,
  message,
}: Pick<Attempt<unknown>, 'question' | 'steps' | 'message'>): readonly WireMessage[] {
  return [question, ...steps.flatMap(({ messages }) => messages), message]
}
