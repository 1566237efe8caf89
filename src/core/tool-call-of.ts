import type { ToolCallPart, WireMessage } from './message.ts'
import type { ToolCall } from './model-output.ts'

/** A call as the model wrote it; arguments that are no JSON stay text. */
export function toolCallOf({ id, name, arguments: written }: ToolCallPart): ToolCall {
  try {
    return { id, name, args: written === '' ? {} : JSON.parse(written) }
  } catch {
    return { id, name, args: written }
  }
}

export function toolCallsOf(message: WireMessage): readonly ToolCall[] {
  return message.parts.flatMap((part) => (part.type === 'tool-call' ? [toolCallOf(part)] : []))
}
