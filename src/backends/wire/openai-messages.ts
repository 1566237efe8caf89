import { OptionError } from '../../core/errors.ts'
import {
  textOf,
  type FilePart,
  type MessagePart,
  type ToolResultPart,
  type WireMessage,
} from '../../core/message.ts'
import { toBase64 } from '../../util/base64.ts'
import { ownChatState } from './openai-chat-state.ts'
import type { OpenAIQuirks } from './openai-quirks.ts'
import type { WarningList } from './warnings.ts'

/** A message as Chat Completions takes it. */
export type OpenAIMessage = { readonly role: string } & { readonly [member: string]: unknown }

export function toOpenAIMessages(
  messages: readonly WireMessage[],
  quirks: OpenAIQuirks,
  warnings: WarningList,
): readonly OpenAIMessage[] {
  return messages.flatMap((message) => toMessages(message, quirks, warnings))
}

function toMessages(message: WireMessage, quirks: OpenAIQuirks, warnings: WarningList): OpenAIMessage[] {
  const results = message.parts.filter((part): part is ToolResultPart => part.type === 'tool-result')
  if (results.length > 0) return results.map(toToolMessage)
  for (const part of message.parts)
    if (part.type === 'other')
      warnings.unsupported('messages', `Chat Completions cannot be told of "${part.kind}": it was left out.`)
  if (message.role === 'assistant') return [toAssistantMessage(message, quirks)]
  return [{ role: message.role, content: contentOf(message.parts) }]
}

/** Text alone goes as one text: templates of small servers know nothing else. */
function contentOf(parts: readonly MessagePart[]): unknown {
  if (!parts.some(({ type }) => type === 'file')) return textOf({ parts })
  return parts.flatMap((part) => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }]
    return part.type === 'file' ? [toFile(part)] : []
  })
}

function toAssistantMessage(message: WireMessage, { official, server }: OpenAIQuirks): OpenAIMessage {
  const calls = message.parts.flatMap((part) =>
    part.type === 'tool-call'
      ? [
          {
            id: part.id,
            type: 'function',
            function: { name: part.name, arguments: part.arguments },
            ...ownChatState(part, server),
          },
        ]
      : [],
  )
  const content = textOf(message)
  if (calls.length === 0) return { role: 'assistant', content }
  // only a turn that goes on after tools needs its thoughts back; OpenAI's own server takes none
  const thinking = official
    ? ''
    : message.parts.map((part) => (part.type === 'thinking' ? part.text : '')).join('')
  const own = ownChatState(message, server)
  // what has all of it leaves nothing to say
  const replayed = thinking && !own['reasoning_details'] && { reasoning_content: thinking }
  return { role: 'assistant', content: content || null, ...replayed, ...own, tool_calls: calls }
}

function toToolMessage({ id, name, parts }: ToolResultPart): OpenAIMessage {
  const file = parts.find((part) => part.type === 'file')
  if (file)
    throw unsupported(`the result of a tool can only be text here, and "${name}" gave ${file.mediaType}`)
  return { role: 'tool', tool_call_id: id, content: textOf({ parts }) }
}

function toFile({ mediaType, data, name }: FilePart): object {
  const inline = data instanceof URL ? inlined(data) : toBase64(data)
  const url = `data:${mediaType};base64,${inline}`
  if (mediaType.startsWith('image/'))
    return { type: 'image_url', image_url: { url: inline === undefined ? String(data) : url } }
  if (inline === undefined)
    throw unsupported(`only pictures can be given by their address, ${mediaType} needs its bytes`)
  if (mediaType.startsWith('audio/'))
    return { type: 'input_audio', input_audio: { data: inline, format: audioFormat(mediaType) } }
  return { type: 'file', file: { filename: name ?? 'file', file_data: url } }
}

/** The base64 inside a `data:` address. */
function inlined(address: URL): string | undefined {
  const text = /^data:[^,]*;base64,(.*)$/s.exec(address.href)?.[1]
  return text === undefined ? undefined : decodeURIComponent(text)
}

function audioFormat(mediaType: string): string {
  const format = mediaType.slice('audio/'.length).replace(/^x-/, '')
  if (format === 'wave') return 'wav'
  return format === 'mpeg' ? 'mp3' : format
}

function unsupported(why: string): OptionError {
  return new OptionError(`Chat Completions: ${why}.`, { code: 'unsupported' })
}
