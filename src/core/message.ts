import type { Json } from './json.ts'

/** What only the provider understands and must be given back unchanged: signatures, encrypted reasoning, response ids. Keyed by provider. */
export type ProviderState = { readonly [provider: string]: Json }

/** Who speaks. */
export type Role = 'system' | 'user' | 'assistant' | 'tool'

export const roles: readonly Role[] = ['system', 'user', 'assistant', 'tool']

interface PartMark {
  /** The prompt up to here is worth caching, where the provider lets us say so. */
  readonly cache?: boolean
  readonly state?: ProviderState
}

/** Something said. */
export interface TextPart extends PartMark {
  readonly type: 'text'
  readonly text: string
}

/** What a model thought before it answered; its `state` has to go back unchanged. */
export interface ThinkingPart extends PartMark {
  readonly type: 'thinking'
  readonly text: string
}

/** A picture, a sound or a document: its bytes, or the address where the provider finds it. */
export interface FilePart extends PartMark {
  readonly type: 'file'
  /** @example 'image/png' */
  readonly mediaType: string
  readonly data: Uint8Array | URL
  readonly name?: string
}

/** A tool that the model wants called, with its arguments as JSON. */
export interface ToolCallPart extends PartMark {
  readonly type: 'tool-call'
  readonly id: string
  readonly name: string
  /** The arguments as the model wrote them: JSON text, perhaps malformed. */
  readonly arguments: string
  readonly ranOn?: 'server'
}

/** What a tool gave back, under the id of its call. */
export interface ToolResultPart extends PartMark {
  readonly type: 'tool-result'
  readonly id: string
  readonly name: string
  readonly parts: readonly MessagePart[]
  readonly failed?: boolean
  readonly ranOn?: 'server'
}

/** What this library does not know, kept as it is: `'openai.web_search_call'`. */
export interface OtherPart extends PartMark {
  readonly type: 'other'
  readonly kind: `${string}.${string}`
  readonly value: Json
}

/** One piece of a message, in order. */
export type MessagePart = TextPart | ThinkingPart | FilePart | ToolCallPart | ToolResultPart | OtherPart

/** One message as a backend gets it: a role and ordered parts. */
export interface WireMessage {
  readonly role: Role
  readonly parts: readonly MessagePart[]
  readonly state?: ProviderState
}

/** The visible text of a message: its text parts, joined. Thinking and files are left out. */
export function textOf(message: { readonly parts: readonly MessagePart[] }): string {
  let text = ''
  for (const part of message.parts) if (part.type === 'text') text += part.text
  return text
}

/** A message that holds nothing but text. */
export function textMessage(role: Role, text: string): WireMessage {
  return { role, parts: [{ type: 'text', text }] }
}
