import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import type { ToolCallPart } from '../../core/message.ts'
import { lenientJson } from '../../util/lenient-json.ts'
import { countCalls } from './usage-so-far.ts'

/** How models begin a call in their own text: Hermes and Qwen, Granite, Mistral, Llama. */
const marks = ['<tool_call>', '<|tool_call|>', '[TOOL_CALLS]', '<|python_tag|>', '<function_call>'] as const
const anyMark = /<tool_call>|<\|tool_call\|>|\[TOOL_CALLS\]|<\|python_tag\|>|<function_call>/
const closing = /<\/tool_call>|<\/function_call>|<\|eom_id\|>/g

/**
 * The events of a model that writes its calls into its text, with the calls as calls. Text is held from where a call may begin; what turns
 * out to be none is given at the end. Without a mark an answer is a call only if it is nothing but one of a tool that was offered.
 */
export async function* callsInText(
  events: AsyncIterable<BackendEvent>,
  request: GenerateRequest,
): AsyncGenerator<BackendEvent, void, undefined> {
  const names = new Set(request.tools?.map(({ name }) => name))
  let held = ''
  let shown = ''
  for await (const event of events) {
    if (event.type === 'text') {
      held += event.text
      const safe = safeLength(held, shown === '')
      if (safe > 0) yield { ...event, text: held.slice(0, safe) }
      shown += held.slice(0, safe)
      held = held.slice(safe)
    } else if (event.type === 'finish') {
      const { calls, text } = readText(held, names, countCalls(request))
      if (text !== '') yield { type: 'text', text }
      for (const { id, name, arguments: delta } of calls) yield { type: 'tool-input', id, name, delta }
      for (const value of calls) yield { type: 'part', value }
      yield calls.length > 0 && event.reason === 'stop' ? { ...event, reason: 'tool-calls' } : event
    } else yield event
  }
}

/** How much of a text can be no call, nor the beginning of one. */
function safeLength(text: string, isStart: boolean): number {
  if (isStart && /^\s*(?:[{[`]|$)/.test(text)) return 0
  const whole = text.search(anyMark)
  if (whole >= 0) return whole
  for (let at = Math.max(0, text.length - 15); at < text.length; at++)
    if (marks.some((mark) => mark.startsWith(text.slice(at)))) return at
  return text.length
}

interface ReadText {
  readonly text: string
  readonly calls: readonly ToolCallPart[]
}

function readText(held: string, names: ReadonlySet<string>, earlier: number): ReadText {
  const [before = '', ...marked] = held.split(anyMark)
  const said = marked.length > 0 ? marked : [held]
  const found = said.map((segment) => recordsIn(segment.replaceAll(closing, '')))
  const records = found.flatMap((each) => each ?? [])
  const isCalls = marked.length > 0 || records.every(({ name }) => names.has(name))
  // what cannot be read stays text: the receipt will say so
  if (records.length === 0 || found.includes(undefined) || !isCalls) return { text: held, calls: [] }
  const calls = records.map(({ name, written }, at): ToolCallPart => ({
    type: 'tool-call',
    id: `call_${earlier + at}`,
    name,
    arguments: written,
  }))
  return { text: marked.length > 0 ? before : '', calls }
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
  const {
    name,
    function: inner,
    arguments: args,
    parameters,
    args: short,
  } = value as { readonly [key: string]: unknown }
  if (typeof inner === 'object' && inner !== null) return recordOf(inner)
  if (typeof name !== 'string') return undefined
  const given = args ?? parameters ?? short ?? {}
  return { name, written: typeof given === 'string' ? given : JSON.stringify(given) }
}
