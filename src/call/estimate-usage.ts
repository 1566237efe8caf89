import type { WireMessage } from '../core/message.ts'
import { textOf } from '../core/message.ts'
import { toUsage, type Usage } from '../core/usage.ts'

/** A guess where nobody counted: four characters a token. */
export function estimateUsage(messages: readonly WireMessage[], answered: string): Usage {
  const asked = messages.reduce((sum, message) => sum + textOf(message).length, 0)
  return toUsage({
    inputTokens: Math.ceil(asked / 4),
    outputTokens: Math.ceil(answered.length / 4),
    estimated: true,
  })
}
