import { isLoopback } from '../../http/proxy.ts'

/** How a server that speaks OpenAI's protocol differs from the others. */
export interface OpenAIQuirks {
  /** Its address, by which it is known again. */
  readonly server: string
  /** OpenAI's own: needs a key, refuses members that it does not know, and has its own dialect of schemas. */
  readonly official: boolean
  /** What the limit of tokens is called. */
  readonly maxTokensField: MaxTokensField
  /** On this machine: its list of models is all that it has. */
  readonly local: boolean
}

/** How a server spells the limit of tokens. */
export type MaxTokensField = 'max_completion_tokens' | 'max_tokens'

/**
 * What is known of a server by its address.
 *
 * OpenAI and Azure refuse `max_tokens` for models that reason. Elsewhere `max_tokens` is the name that all understand: Ollama ignores the
 * newer one without a word, and generates without end; Mistral refuses it; and several refuse a request with both.
 */
export function openaiQuirks(baseURL: string, maxTokensField: MaxTokensField | undefined): OpenAIQuirks {
  const { hostname } = new URL(baseURL)
  const official = hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com')
  const azure = /\.(openai|cognitiveservices|services\.ai)\.azure\.com$/.test(hostname)
  return {
    server: baseURL,
    official,
    maxTokensField: maxTokensField ?? (official || azure ? 'max_completion_tokens' : 'max_tokens'),
    local: isLoopback(hostname) || hostname === '0.0.0.0',
  }
}
