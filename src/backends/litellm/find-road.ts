import { OptionError } from '../../core/errors.ts'
import { nearest } from '../../util/edit-distance.ts'
import { ownerOf } from './bare-names.ts'
import { chatProviders } from './chat-provider-table.ts'
import type { ChatProvider } from './chat-provider.ts'
import { cohereOwn, ownProviders, type OwnProvider } from './own-provider-table.ts'
import { proxyProviders } from './proxy-provider-table.ts'

/** A name of LiteLLM's, taken apart. */
export interface LiteLLMName {
  readonly prefix: string
  readonly model: string
}

/** Which way leads to a provider. */
export type WayTo =
  | { readonly kind: 'chat'; readonly row: ChatProvider }
  | { readonly kind: 'own'; readonly row: OwnProvider }
  | { readonly kind: 'proxy'; readonly why: string }

/** @throws OptionError for a name without a provider, or without a model. */
export function splitName(name: string): LiteLLMName {
  const at = name.indexOf('/')
  if (at > 0 && at < name.length - 1) return { prefix: name.slice(0, at), model: name.slice(at + 1) }
  const owner = at === -1 ? ownerOf(name) : undefined
  if (owner !== undefined) return { prefix: owner, model: name }
  throw new OptionError(
    `"${name}" names no provider: LiteLLM's names are "provider/model", as in "groq/llama-3.1-8b-instant" or "ollama_chat/granite4.1:3b".`,
  )
}

/** @throws OptionError for a provider that is not known; it names the nearest that is. */
export function wayTo({ prefix, model }: LiteLLMName): WayTo {
  // LiteLLM's way to name Cohere's own protocol
  if (/^cohere(_chat)?$/.test(prefix) && model.startsWith('v2/')) return { kind: 'own', row: cohereOwn }
  const chat = own(chatProviders, prefix)
  if (chat) return { kind: 'chat', row: chat }
  const ours = own(ownProviders, prefix)
  if (ours) return { kind: 'own', row: ours }
  const why = own(proxyProviders, prefix)
  if (why !== undefined) return { kind: 'proxy', why }
  const meant = nearest(prefix, knownPrefixes())
  throw new OptionError(
    `"${prefix}" is no provider that is known here${meant ? `: did you mean "${meant}/${model}"?` : '.'} ` +
      'A server that speaks Chat Completions is "openai_like/…" with `baseURL`; what a LiteLLM proxy serves is "litellm_proxy/…".',
  )
}

/** Every prefix that has a way. */
function knownPrefixes(): readonly string[] {
  return [...Object.keys(chatProviders), ...Object.keys(ownProviders), ...Object.keys(proxyProviders)]
}

function own<T>(table: { readonly [prefix: string]: T }, prefix: string): T | undefined {
  return Object.hasOwn(table, prefix) ? table[prefix] : undefined
}
