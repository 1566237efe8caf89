import type { GenerateRequest } from '../../core/backend.ts'
import { textOf, type WireMessage } from '../../core/message.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import { estimateTokens } from '../../util/estimate-tokens.ts'

/** What a reply that was cut off has cost, by the length of the texts; nothing of it where nothing was sent. */
export function usageSoFar(request: GenerateRequest, sent: boolean, generated: number): ReportedUsage {
  const prompt = sent ? request.messages.reduce((sum, message) => sum + lengthOf(message), 0) : 0
  return { inputTokens: estimateTokens(prompt), outputTokens: estimateTokens(generated), estimated: true }
}

function lengthOf(message: WireMessage): number {
  const results = message.parts.map((part) => (part.type === 'tool-result' ? textOf(part).length : 0))
  return results.reduce((sum, each) => sum + each, textOf(message).length)
}

/** How many tool calls a conversation has: ids that have to be made up start there. */
export function countCalls({ messages }: GenerateRequest): number {
  return messages.flatMap(({ parts }) => parts).filter(({ type }) => type === 'tool-call').length
}
