import type { JsonObject } from '../../core/json.ts'
import type { MessagePart, ProviderState } from '../../core/message.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import type { WireLogprob } from './to-logprobs.ts'

/** A message, a thought, a call, or what only the server knows, as `output` lists it. */
export interface OutputItem {
  readonly type?: string
  readonly id?: string
  readonly phase?: string | null
  readonly summary?: readonly ItemText[] | null
  readonly content?: readonly ItemText[] | null
  readonly call_id?: string
  readonly name?: string
  readonly arguments?: string
}

interface ItemText {
  readonly type?: string
  readonly text?: string
  readonly refusal?: string
  readonly logprobs?: readonly WireLogprob[] | null
}

/** Stands between the paragraphs of a thought. */
export const PARAGRAPH = '\n\n'

/** What a message says; a refusal is its text. */
export function answerOf({ content }: OutputItem): string {
  return (content ?? []).map(({ text, refusal }) => text ?? refusal ?? '').join('')
}

export function isRefusal({ type, content }: OutputItem): boolean {
  return type === 'message' && (content ?? []).some((each) => each.type === 'refusal')
}

export function logprobsOf({ content }: OutputItem): readonly WireLogprob[] {
  return (content ?? []).flatMap(({ logprobs }) => logprobs ?? [])
}

/** What was thought, where the server shows it; else its summary. */
export function thoughtOf({ content, summary }: OutputItem): string {
  const texts = content?.length ? content : (summary ?? [])
  return texts.map(({ text }) => text ?? '').join(PARAGRAPH)
}

interface ItemPlace {
  /** Where it came from: thoughts are of use to their own server only. */
  readonly server: string
  /** What a call is named that has no name of its own. */
  readonly callId: string
  readonly secrets: readonly string[]
}

/** An item as a part of a message, with all that has to go back; nothing of one that says nothing. */
export function toPart(item: OutputItem, { server, callId, secrets }: ItemPlace): MessagePart | undefined {
  const masked = maskDeep(item, secrets) as JsonObject
  const state = (kept: JsonObject): ProviderState => ({ openai: { server, item: kept } })
  // what the part itself says, and `status`, which is the server's own
  const {
    type: _type,
    content,
    call_id: _id,
    name: _name,
    arguments: _input,
    status: _status,
    ...rest
  } = masked
  const { type = 'item' } = item
  switch (type) {
    case 'message': {
      const text = answerOf(item)
      if (text === '') return undefined
      // a message goes back under its name, or as a text that anybody could have said
      return { type: 'text', text, ...(item.id !== undefined && { state: state(rest) }) }
    }
    case 'reasoning': {
      const kept = { ...rest, ...(content && { content }), summary: rest['summary'] ?? [] }
      return { type: 'thinking', text: thoughtOf(item), state: state(kept) }
    }
    case 'function_call':
      return {
        type: 'tool-call',
        id: item.call_id ?? callId,
        name: item.name ?? '',
        arguments: item.arguments || '{}',
        ...(Object.keys(rest).length > 0 && { state: state(rest) }),
      }
    default:
      return { type: 'other', kind: `openai.${type}`, value: masked }
  }
}
