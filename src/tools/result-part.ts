import type { MessagePart, ToolResultPart } from '../core/message.ts'
import type { ToolCall } from '../core/model-output.ts'
import { shown } from '../util/shown.ts'

/** What became of one call: what the tool gave, or the error that it failed with. */
export interface ToolResult {
  readonly call: ToolCall
  readonly output?: unknown
  readonly error?: unknown
}

/** A result as it goes back to the model. */
export function toResultPart({ call: { id, name }, output, error }: ToolResult): ToolResultPart {
  const failed = error !== undefined
  return {
    type: 'tool-result',
    id,
    name,
    parts: resultParts(failed ? error : output),
    ...(failed && { failed }),
  }
}

/** What a tool gave, for the model: text as it is, pictures and other files as parts, anything else as JSON. */
function resultParts(output: unknown): readonly MessagePart[] {
  const list: readonly unknown[] = Array.isArray(output) ? output : [output]
  if (list.some(isFile)) return list.flatMap((each) => (isFile(each) ? [each] : resultParts(each)))
  return [{ type: 'text', text: toText(output) }]
}

function isFile(value: unknown): value is Extract<MessagePart, { readonly type: 'file' }> {
  if (typeof value !== 'object' || value === null) return false
  const { type, mediaType, data } = value as { readonly [name: string]: unknown }
  return (
    type === 'file' && typeof mediaType === 'string' && (data instanceof Uint8Array || data instanceof URL)
  )
}

function toText(output: unknown): string {
  if (typeof output === 'string') return output
  if (output === undefined) return ''
  if (output instanceof Error) return output.message
  try {
    return JSON.stringify(output, exact) ?? shown(output)
  } catch {
    return shown(output)
  }
}

function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  return value instanceof Set ? [...value] : value
}
