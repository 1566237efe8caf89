import type { Warning } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { textOf, type MessagePart, type WireMessage } from '../../core/message.ts'
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
export function toChatMessages(messages: readonly WireMessage[]): {
  readonly chat: readonly ChatMessage[]
  readonly warnings: readonly Warning[]
} {
  const lost = new Set<string>()
  const chat = messages.flatMap(({ role, parts }): ChatMessage[] => {
    for (const part of parts) {
      if (part.type === 'tool-call') lost.add('calls of tools')
      if (part.type === 'other') lost.add(`"${part.kind}"`)
    }
    const results = parts.filter((part) => part.type === 'tool-result')
    if (results.length > 0) return results.map((result) => ({ role: 'tool', content: textOf(result) }))
    return [{ role, content: textOf({ parts }) }]
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
