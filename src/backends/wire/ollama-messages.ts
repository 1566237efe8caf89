import type { FilePart, MessagePart, ToolCallPart, ToolResultPart, WireMessage } from '../../core/message.ts'
import { textOf } from '../../core/message.ts'
import { OptionError } from '../../core/errors.ts'
import { toBase64 } from '../../util/base64.ts'
import type { WarningList } from './warnings.ts'

/** A message as `/api/chat` takes it. */
export interface OllamaMessage {
  readonly role: string
  readonly content: string
  readonly thinking?: string
  readonly images?: readonly string[]
  readonly tool_calls?: readonly OllamaToolCall[]
  readonly tool_name?: string
  readonly tool_call_id?: string
}

interface OllamaToolCall {
  readonly id: string
  readonly function: { readonly name: string; readonly arguments: unknown }
}

/** The bytes behind an address. */
export type Fetched = (address: URL) => Promise<Uint8Array>

export async function toOllamaMessages(
  messages: readonly WireMessage[],
  fetched: Fetched,
  warnings: WarningList,
): Promise<readonly OllamaMessage[]> {
  const all = await Promise.all(messages.map((message) => toMessages(message, fetched, warnings)))
  return all.flat()
}

async function toMessages(
  message: WireMessage,
  fetched: Fetched,
  warnings: WarningList,
): Promise<OllamaMessage[]> {
  const results = message.parts.filter((part): part is ToolResultPart => part.type === 'tool-result')
  if (results.length > 0) return Promise.all(results.map((result) => toToolMessage(result, fetched)))
  const calls = message.parts.filter((part) => part.type === 'tool-call')
  const thinking = message.parts.map((part) => (part.type === 'thinking' ? part.text : '')).join('')
  const images = await imagesOf(message.parts, fetched)
  for (const part of message.parts)
    if (part.type === 'other')
      warnings.unsupported('messages', `Ollama cannot be told of "${part.kind}": it was left out.`)
  return [
    {
      role: message.role,
      content: textOf(message),
      // only a turn that goes on after tools needs its thoughts back
      ...(thinking && calls.length > 0 && { thinking }),
      ...(images.length > 0 && { images }),
      ...(calls.length > 0 && { tool_calls: calls.map((call) => toCall(call, warnings)) }),
    },
  ]
}

async function toToolMessage({ id, name, parts }: ToolResultPart, fetched: Fetched): Promise<OllamaMessage> {
  const images = await imagesOf(parts, fetched)
  const content = textOf({ parts })
  return { role: 'tool', content, tool_name: name, tool_call_id: id, ...(images.length > 0 && { images }) }
}

function imagesOf(parts: readonly MessagePart[], fetched: Fetched): Promise<string[]> {
  const files = parts.filter((part): part is FilePart => part.type === 'file')
  for (const { mediaType } of files)
    if (!mediaType.startsWith('image/'))
      throw new OptionError(`Ollama takes pictures only, not ${mediaType}.`, { code: 'unsupported' })
  return Promise.all(
    files.map(async ({ data }) => (data instanceof URL ? ofAddress(data, fetched) : toBase64(data))),
  )
}

async function ofAddress(address: URL, fetched: Fetched): Promise<string> {
  const inline = /^data:[^,]*;base64,(.*)$/s.exec(address.href)?.[1]
  return inline === undefined ? toBase64(await fetched(address)) : decodeURIComponent(inline)
}

function toCall({ id, name, arguments: text }: ToolCallPart, warnings: WarningList): OllamaToolCall {
  return { id, function: { name, arguments: toObject(text, name, warnings) } }
}

/** Ollama wants an object where the model may have written anything. */
function toObject(text: string, name: string, warnings: WarningList): unknown {
  try {
    const value: unknown = JSON.parse(text || '{}')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // told below
  }
  warnings.unsupported(
    'messages',
    `The arguments of an earlier call of "${name}" are no JSON object: Ollama was sent none.`,
  )
  return {}
}
