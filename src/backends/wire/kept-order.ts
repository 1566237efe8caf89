import type { Json } from '../../core/json.ts'
import type { MessagePart, ProviderState } from '../../core/message.ts'

/** What a provider gave with a part, for the next turn. */
export interface KeptState {
  /** Where the part stood, if the conversation may put it elsewhere. */
  readonly at?: number
  readonly [member: string]: Json
}

/** What a provider gave with a part or a message, if it gave anything. */
export function keptState(
  { state }: { readonly state?: ProviderState },
  provider: string,
): KeptState | undefined {
  const kept = state?.[provider]
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as KeptState) : undefined
}

const rank: { readonly [type: string]: number | undefined } = { thinking: 0, text: 1 }

/**
 * Marks the place of every part where a message would lose it: messages put thinking first, then text, then all else. A provider
 * that signs what it said wants it back in its own order.
 */
export function markOrder(parts: readonly MessagePart[], provider: string): readonly MessagePart[] {
  const ranks = parts.map(({ type }) => rank[type] ?? 2)
  if (ranks.every((each, index) => each >= (ranks[index - 1] ?? 0))) return parts
  return parts.map((part, at) => ({
    ...part,
    state: { ...part.state, [provider]: { ...keptState(part, provider), at } },
  }))
}

/** The parts of a message in the order in which the provider gave them; what has no place stays behind what it followed. */
export function inKeptOrder(parts: readonly MessagePart[], provider: string): readonly MessagePart[] {
  let latest = -1
  const placed = parts.map((part) => {
    latest = keptState(part, provider)?.at ?? latest
    return { part, at: latest }
  })
  return placed.toSorted((a, b) => a.at - b.at).map(({ part }) => part)
}
