import type { Warning } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { textOf, type MessagePart, type ToolCallPart, type WireMessage } from '../../core/message.ts'
import type { ChatMessage } from '../../formatters/chat-template.ts'

/** Throws for what a model that only reads cannot be shown, before anything runs. */
export function refuseFiles(messages: readonly WireMessage[]): void {
  for (const part of messages.flatMap(({ parts }) => parts.flatMap(insideOf)))
    if (part.type === 'file')
      throw new OptionError(
        `Models in this process read text only, not ${part.mediaType}. Use a backend whose capabilities list images.`,
        { code: 'unsupported' },
      )
}

/** Messages as a chat template takes them, and what could not be told. */
export function toChatMessages(
  messages: readonly WireMessage[],
  knowsCalls: boolean,
): {
  readonly chat: readonly ChatMessage[]
  readonly warnings: readonly Warning[]
} {
  const lost = new Set<string>()
  const chat = messages.flatMap(({ role, parts }): ChatMessage[] => {
    for (const part of parts) {
      if (part.type === 'tool-call' && !knowsCalls) lost.add('calls of tools')
      if (part.type === 'other') lost.add(`"${part.kind}"`)
    }
    const results = parts.filter((part) => part.type === 'tool-result')
    if (results.length > 0)
      return results.map((result) => ({
        role: 'tool',
        content: textOf(result),
        name: result.name,
        tool_call_id: result.id,
      }))
    const calls = knowsCalls ? parts.flatMap((part) => (part.type === 'tool-call' ? [toCall(part)] : [])) : []
    return [{ role, content: textOf({ parts }), ...(calls.length > 0 && { tool_calls: calls }) }]
  })
  const warnings = Array.from(lost, (what) => ({
    code: 'unsupported-option',
    option: 'messages',
    message: `A model in this process cannot be told of ${what}: it was left out.`,
  }))
  return { chat, warnings }
}

function insideOf(part: MessagePart): readonly MessagePart[] {
  return part.type === 'tool-result' ? part.parts.flatMap(insideOf) : [part]
}

function toCall({ id, name, arguments: written }: ToolCallPart): object {
  return { id, type: 'function', function: { name, arguments: objectIn(written) } }
}

/** Templates write an object anew; what is none stays as the model wrote it. */
function objectIn(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}
