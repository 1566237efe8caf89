import type { FinishReason } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'

/** As Anthropic counts: what came from its cache, or went there, is not in `input_tokens`. */
export interface AnthropicUsage {
  readonly input_tokens?: number | null
  readonly output_tokens?: number | null
  readonly cache_creation_input_tokens?: number | null
  readonly cache_read_input_tokens?: number | null
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null
}

export function fromAnthropicUsage(usage: AnthropicUsage): ReportedUsage | undefined {
  const { input_tokens: input, output_tokens: output } = usage
  if (typeof input !== 'number' && typeof output !== 'number') return undefined
  const read = usage.cache_read_input_tokens ?? 0
  const written = usage.cache_creation_input_tokens ?? 0
  const thought = usage.output_tokens_details?.thinking_tokens ?? 0
  return {
    inputTokens: (input ?? 0) + read + written,
    outputTokens: output ?? 0,
    ...(read > 0 && { cachedInputTokens: read }),
    ...(thought > 0 && { thinkingTokens: thought }),
  }
}

/** @param called whether the model called a tool; the one that stands for an answer does not count */
export function fromStopReason(reason: string, called: boolean): FinishReason {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length'
  if (reason === 'refusal') return 'refusal'
  if (called) return 'tool-calls'
  return ['end_turn', 'stop_sequence', 'tool_use'].includes(reason) ? 'stop' : 'other'
}
