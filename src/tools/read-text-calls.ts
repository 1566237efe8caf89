import type { ToolCallPart } from '../core/message.ts'
import { lenientJson } from '../util/lenient-json.ts'

/** How models begin a call in their own text: Hermes and Qwen, Granite, Mistral, Llama. */
export const callMarks: readonly string[] = [
  '<tool_call>',
  '<|tool_call|>',
  '[TOOL_CALLS]',
  '<|python_tag|>',
  '<function_call>',
]
export const anyCallMark: RegExp =
  /<tool_call>|<\|tool_call\|>|\[TOOL_CALLS\]|<\|python_tag\|>|<function_call>/
const closing = /<\/tool_call>|<\/function_call>|<\|eom_id\|>/g

export interface TextCalls {
  /** What was said before them; all of it where there are none. */
  readonly text: string
  readonly calls: readonly ToolCallPart[]
}

/**
 * The calls that a model wrote into its text. Without a mark a text is a call only if it is nothing but one of a tool that was offered.
 *
 * @param earlier how many calls the conversation has: ids that have to be made up start there
 */
export function readTextCalls(whole: string, names: ReadonlySet<string>, earlier: number): TextCalls {
  const [before = '', ...marked] = whole.split(anyCallMark)
  const said = marked.length > 0 ? marked : [whole]
  const found = said.map((segment) => recordsIn(segment.replaceAll(closing, '')))
  const records = found.flatMap((each) => each ?? [])
  const isCalls = marked.length > 0 || (records.every(({ name }) => names.has(name)) && isBare(whole))
  // what cannot be read stays text: the receipt will say so
  if (records.length === 0 || found.includes(undefined) || !isCalls) return { text: whole, calls: [] }
  const calls = records.map(({ name, written }, at): ToolCallPart => ({
    type: 'tool-call',
    id: `call_${earlier + at}`,
    name,
    arguments: written,
  }))
  return { text: marked.length > 0 ? before : '', calls }
}

/** Nothing but JSON, perhaps in a fence. */
function isBare(text: string): boolean {
  return /^\s*(?:```\w*\s*)?[{[]/.test(text)
}

interface CallRecord {
  readonly name: string
  readonly written: string
}

/** `undefined` for what is no call at all. */
function recordsIn(segment: string): readonly CallRecord[] | undefined {
  const value = lenientJson(segment)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const records = list.flatMap((each) => recordOf(each) ?? [])
  if (records.length > 0 && records.length === list.length) return records
  // broken, and yet it says whom it calls: the reader of calls says what is wrong with it
  const [, name] = /"name"\s*:\s*"([^"]+)"/.exec(segment) ?? []
  const [, written] = /"(?:arguments|parameters)"\s*:\s*([{"][^]*)$/.exec(segment) ?? []
  return value === undefined && name !== undefined && written !== undefined ? [{ name, written }] : undefined
}

function recordOf(value: unknown): CallRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { name, function: inner, ...rest } = value as { readonly [key: string]: unknown }
  if (typeof inner === 'object' && inner !== null) return recordOf(inner)
  if (typeof name !== 'string') return undefined
  const given = rest['arguments'] ?? rest['parameters'] ?? rest['args'] ?? {}
  return { name, written: typeof given === 'string' ? given : JSON.stringify(given) }
}
