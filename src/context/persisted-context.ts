import { OptionError } from '../core/errors.ts'
import type { Json } from '../core/json.ts'
import type { MessagePart, WireMessage } from '../core/message.ts'
import { fromBase64, toBase64 } from '../util/base64.ts'

/** Messages as JSON: bytes become base64, addresses text. */
export function messagesToJson(messages: readonly WireMessage[]): readonly Json[] {
  return messages.map(({ role, state, parts }) => ({
    role,
    ...(state && { state }),
    parts: parts.map(partToJson),
  }))
}

function partToJson(part: MessagePart): Json {
  if (part.type === 'tool-result') return { ...part, parts: part.parts.map(partToJson) }
  if (part.type !== 'file') return { ...part }
  const { data, ...rest } = part
  return data instanceof URL ? { ...rest, url: data.href } : { ...rest, base64: toBase64(data) }
}

/** @throws OptionError when it is not what `JSON.stringify(ctx)` gave. */
export function messagesFromJson(
  json: unknown,
  kind: string,
): { readonly settings: object; readonly messages: readonly WireMessage[] } {
  if (!isPersisted(json) || json.kind !== kind)
    throw new OptionError(
      `This is no saved ${kind} context: expected { mellea: 1, kind: "${kind}", settings, messages }.`,
    )
  const messages = json.messages.map((message): WireMessage => {
    const { parts, ...rest } = message
    return { ...rest, parts: parts.map(partFromJson) }
  })
  return { settings: json.settings, messages }
}

interface SavedFile {
  readonly type: 'file'
  readonly mediaType: string
  readonly name?: string
  readonly url?: string
  readonly base64?: string
}
type Saved = Omit<WireMessage, 'parts'> & { readonly parts: readonly (MessagePart | SavedFile)[] }

function partFromJson(part: MessagePart | SavedFile): MessagePart {
  if (part.type === 'tool-result') return { ...part, parts: part.parts.map(partFromJson) }
  if (part.type !== 'file' || 'data' in part) return part
  const { url, base64, ...rest } = part
  return { ...rest, data: url === undefined ? fromBase64(base64 ?? '') : new URL(url) }
}

function isPersisted(json: unknown): json is { kind: string; settings: object; messages: readonly Saved[] } {
  if (typeof json !== 'object' || json === null || Reflect.get(json, 'mellea') !== 1) return false
  const messages: unknown = Reflect.get(json, 'messages')
  const settings: unknown = Reflect.get(json, 'settings')
  return (
    typeof settings === 'object' &&
    settings !== null &&
    Array.isArray(messages) &&
    messages.every(
      (message) => typeof Object(message).role === 'string' && Array.isArray(Object(message).parts),
    )
  )
}
