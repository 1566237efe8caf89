import type { Json, JsonObject } from '../../core/json.ts'
import type { ProviderState } from '../../core/message.ts'
import { maskDeep } from '../../util/mask-secrets.ts'
import { keptState } from './kept-order.ts'

const STATE = 'openai-chat'

/** Whose reply it is: what a server gave goes back to this one alone, since others may refuse what they do not know. */
export interface ChatStateSource {
  readonly server: string
  readonly secrets: readonly string[]
}

/** What a server of Chat Completions wants to have back, and the protocol has no member for. */
export function chatState(members: JsonObject, { server, secrets }: ChatStateSource): ProviderState {
  return { [STATE]: { server, ...(maskDeep(members, secrets) as JsonObject) } }
}

/** What this server gave with a part or a message. */
export function ownChatState(
  marked: { readonly state?: ProviderState },
  server: string,
): { readonly [member: string]: Json } {
  const { server: from, ...members } = keptState(marked, STATE) ?? {}
  return from === server ? members : {}
}

/**
 * Adds pieces of `reasoning_details`: those of one type and index are one detail, whose texts are put together.
 *
 * Source: https://openrouter.ai/docs/use-cases/reasoning-tokens
 */
export function addDetails(details: Record<string, Json | undefined>[], pieces: unknown): void {
  if (!Array.isArray(pieces)) return
  for (const piece of pieces as readonly unknown[]) {
    if (typeof piece !== 'object' || piece === null) continue
    // a piece of a reply is JSON
    const own = piece as JsonObject
    const known = details.findLast(({ type, index }) => type === own['type'] && index === own['index'])
    if (!known || own['index'] === undefined) details.push({ ...own })
    else for (const [name, value] of Object.entries(own)) known[name] = joined(name, known[name], value)
  }
}

const growing: ReadonlySet<string> = new Set(['text', 'summary', 'data'])

function joined(name: string, before: Json | undefined, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return before
  return growing.has(name) && typeof before === 'string' && typeof value === 'string' ? before + value : value
}
