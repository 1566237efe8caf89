import { OptionError } from '../../core/errors.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import {
  textOf,
  type FilePart,
  type MessagePart,
  type ToolResultPart,
  type WireMessage,
} from '../../core/message.ts'
import { toBase64 } from '../../util/base64.ts'
import { inKeptOrder, keptState } from './kept-order.ts'
import type { WarningList } from './warnings.ts'

/** A message, a call, a result or a thought, as the Responses API takes it. */
export type InputItem = { readonly [member: string]: unknown }

export interface ResponsesInput {
  /** The system prompt. */
  readonly instructions?: string
  /** What follows it, and the items of each. */
  readonly messages: readonly WireMessage[]
  readonly turns: readonly (readonly InputItem[])[]
}

export interface InputRules {
  /** Whose thoughts may go back: what another server has encrypted is refused. */
  readonly server: string
  /** Thoughts without their encrypted content are refused, since the server has kept none. */
  readonly needsEncrypted: boolean
  readonly warnings: WarningList
}

/** A conversation as items. What system messages say at its head are the instructions; later ones keep their place. */
export function toResponsesInput(messages: readonly WireMessage[], rules: InputRules): ResponsesInput {
  const first = messages.findIndex(({ role }) => role !== 'system')
  const head = first < 0 ? messages : messages.slice(0, first)
  const instructions = head.map((message) => textOf(message)).join('\n\n')
  const rest = first < 0 ? [] : messages.slice(first)
  const turns = rest.map((message) => toItems(message, rules))
  return { ...(instructions !== '' && { instructions }), messages: rest, turns }
}

function toItems(message: WireMessage, rules: InputRules): readonly InputItem[] {
  const results = message.parts.filter((part): part is ToolResultPart => part.type === 'tool-result')
  if (results.length > 0) return results.map(toResult)
  if (message.role === 'assistant') return toTurn(message.parts, rules)
  for (const part of message.parts) if (part.type === 'other') leftOut(part.kind, rules)
  const hasFiles = message.parts.some(({ type }) => type === 'file')
  return [{ role: message.role, content: hasFiles ? toContent(message.parts) : textOf(message) }]
}

function leftOut(kind: string, { warnings }: InputRules): void {
  warnings.unsupported('messages', `The Responses API cannot be told of "${kind}": it was left out.`)
}

/** What the model said, in its order. */
function toTurn(parts: readonly MessagePart[], rules: InputRules): readonly InputItem[] {
  const ordered = inKeptOrder(parts, 'openai')
  // a thought that stays away takes the names of the rest along: the server would look for it
  const known = ordered.every((part) => part.type !== 'thinking' || canGoBack(part, rules))
  return ordered.flatMap((part): InputItem[] => {
    const item = known ? itemOf(part, rules) : undefined
    if (part.type === 'thinking') return item ? [{ type: 'reasoning', ...item }] : []
    if (part.type === 'text') return part.text === '' ? [] : [toAnswer(part.text, item)]
    if (part.type === 'tool-call')
      return [
        { type: 'function_call', call_id: part.id, name: part.name, arguments: part.arguments, ...item },
      ]
    if (part.type === 'other' && part.kind.startsWith('openai.')) return [part.value as JsonObject]
    leftOut(part.type === 'other' ? part.kind : part.type, rules)
    return []
  })
}

/** What this server gave with the part. */
function itemOf(part: MessagePart, { server }: InputRules): JsonObject | undefined {
  const kept = keptState(part, 'openai')
  const item = kept?.['server'] === server ? kept['item'] : undefined
  return isObject(item) ? item : undefined
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function canGoBack(part: MessagePart, rules: InputRules): boolean {
  const item = itemOf(part, rules)
  return item !== undefined && (!rules.needsEncrypted || typeof item['encrypted_content'] === 'string')
}

function toAnswer(text: string, item: JsonObject | undefined): InputItem {
  if (!item) return { role: 'assistant', content: text }
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }]
  return { type: 'message', role: 'assistant', status: 'completed', ...item, content }
}

function toResult({ id, parts }: ToolResultPart): InputItem {
  const hasFiles = parts.some(({ type }) => type === 'file')
  return {
    type: 'function_call_output',
    call_id: id,
    output: hasFiles ? toContent(parts) : textOf({ parts }),
  }
}

function toContent(parts: readonly MessagePart[]): readonly object[] {
  return parts.flatMap((part) => {
    if (part.type === 'text') return [{ type: 'input_text', text: part.text }]
    return part.type === 'file' ? [toFile(part)] : []
  })
}

function toFile({ mediaType, data, name }: FilePart): object {
  const url = data instanceof URL ? data.href : `data:${mediaType};base64,${toBase64(data)}`
  if (mediaType.startsWith('image/')) return { type: 'input_image', image_url: url, detail: 'auto' }
  if (mediaType.startsWith('audio/'))
    throw new OptionError('The Responses API takes no sound: the Chat Completions API does.', {
      code: 'unsupported',
    })
  if (!url.startsWith('data:')) return { type: 'input_file', file_url: url }
  return { type: 'input_file', filename: name ?? 'file', file_data: url }
}
