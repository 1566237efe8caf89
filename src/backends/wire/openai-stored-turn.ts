import { textOf, type ProviderState, type WireMessage } from '../../core/message.ts'
import { keptState } from './kept-order.ts'
import type { InputItem } from './openai-responses-input.ts'

/** What a server keeps of a conversation. */
export interface StoredTurn {
  /** Its name there: what comes after it goes on from it. */
  readonly response: string
  /** How many messages it covers. */
  readonly covers: number
}

/**
 * The latest answer that the server still has with everything before it, unchanged. A conversation that was shortened or edited
 * since is another one, and has to be sent whole.
 *
 * @param turns the items of each message
 */
export function storedTurn(
  messages: readonly WireMessage[],
  turns: readonly (readonly InputItem[])[],
  server: string,
): StoredTurn | undefined {
  const at = messages.findLastIndex(({ role }) => role === 'assistant')
  const message = messages[at]
  const kept = message && keptState(message, 'openai')
  if (!message || !kept) return undefined
  const { response, input } = kept
  const before = fingerprint(turns.slice(0, at).flat(), textOf(message))
  if (kept['server'] !== server || typeof response !== 'string' || input !== before) return undefined
  return { response, covers: at + 1 }
}

/** What has to be kept with an answer so that the next turn can go on from it. */
export function turnState(
  asked: { readonly server: string; readonly input: readonly InputItem[] },
  response: string,
  text: string,
): ProviderState {
  return { openai: { server: asked.server, response, input: fingerprint(asked.input, text) } }
}

/** Two texts that differ have another one, but for one time in four thousand million (FNV-1a). */
function fingerprint(asked: readonly InputItem[], text: string): string {
  const all = JSON.stringify([asked, text])
  let hash = 0x811c9dc5
  for (let at = 0; at < all.length; at++) hash = Math.imul(hash ^ all.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16)
}
