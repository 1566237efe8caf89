import { OptionError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import {
  textOf,
  type FilePart,
  type MessagePart,
  type ToolResultPart,
  type WireMessage,
} from '../../core/message.ts'
import { toBase64 } from '../../util/base64.ts'
import type { WarningList } from './warnings.ts'

/** A turn as Converse takes it. */
interface BedrockMessage {
  readonly role: 'user' | 'assistant'
  readonly content: readonly object[]
}

/** A conversation as Converse takes it: what the system says stands apart, and turns alternate. */
export interface BedrockConversation {
  readonly system: readonly object[]
  readonly messages: readonly BedrockMessage[]
}

/** Where what only Bedrock understands is kept between turns. */
export const STATE = 'bedrock'

export function toBedrockConversation(
  messages: readonly WireMessage[],
  warnings: WarningList,
): BedrockConversation {
  const system = messages
    .filter(({ role }) => role === 'system')
    .map((message) => ({ text: textOf(message) }))
  const turns: { role: 'user' | 'assistant'; content: object[] }[] = []
  for (const message of messages) {
    if (message.role === 'system') continue
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const content = message.parts.flatMap((part) => toBlock(part, role, warnings))
    const before = turns.at(-1)
    if (before?.role === role) before.content.push(...content)
    else if (content.length > 0) turns.push({ role, content })
  }
  // a text of nothing is refused
  return { system: system.filter(({ text }) => text.trim() !== ''), messages: turns }
}

function toBlock(part: MessagePart, role: 'user' | 'assistant', warnings: WarningList): readonly object[] {
  if (part.type === 'text') return part.text.trim() === '' ? [] : [{ text: part.text }]
  if (part.type === 'thinking') return role === 'assistant' ? thoughts(part) : []
  if (part.type === 'file') return [toFile(part)]
  if (part.type === 'tool-call')
    return [{ toolUse: { toolUseId: part.id, name: part.name, input: inputOf(part.arguments) } }]
  if (part.type === 'tool-result') return [{ toolResult: toResult(part) }]
  warnings.unsupported('messages', `Converse cannot be told of "${part.kind}": it was left out.`)
  return []
}

/** Only what the model has signed may go back, and it has to go back unchanged. */
function thoughts({ text, state }: MessagePart & { readonly type: 'thinking' }): readonly object[] {
  const own = state?.[STATE]
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return []
  const { signature, redacted } = own as { readonly [name: string]: Json }
  if (typeof redacted === 'string') return [{ reasoningContent: { redactedContent: redacted } }]
  return typeof signature === 'string' ? [{ reasoningContent: { reasoningText: { text, signature } } }] : []
}

/** The arguments as an object; a model that wrote something else is shown what it wrote. */
function inputOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // below
  }
  return { arguments: text }
}

function toResult({ id, parts, failed }: ToolResultPart): object {
  const content = parts.flatMap((part): readonly object[] => {
    if (part.type === 'file') return [toFile(part)]
    return part.type === 'text' && part.text.trim() !== '' ? [{ text: part.text }] : []
  })
  const said = content.length > 0 ? content : [{ text: '(no output)' }]
  return { toolUseId: id, content: said, ...(failed && { status: 'error' }) }
}

const images = ['png', 'jpeg', 'gif', 'webp']
const documents: { readonly [mediaType: string]: string } = {
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/markdown': 'md',
}

function toFile({ mediaType, data, name }: FilePart): object {
  const bytes = data instanceof URL ? inlined(data) : toBase64(data)
  if (bytes === undefined)
    throw new OptionError(`Converse: ${mediaType} needs its bytes, not an address.`, { code: 'unsupported' })
  const image = mediaType.replace('image/', '').replace('jpg', 'jpeg')
  if (images.includes(image)) return { image: { format: image, source: { bytes } } }
  const format = documents[mediaType]
  if (format === undefined) throw new OptionError(`Converse takes no ${mediaType}.`, { code: 'unsupported' })
  const title = (name ?? 'document').replaceAll(/[^\w()[\]-]+/g, ' ').trim() || 'document'
  return { document: { format, name: title, source: { bytes } } }
}

/** The base64 inside a `data:` address. */
function inlined(address: URL): string | undefined {
  const text = /^data:[^,]*;base64,(.*)$/s.exec(address.href)?.[1]
  return text === undefined ? undefined : decodeURIComponent(text)
}
