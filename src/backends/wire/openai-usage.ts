import type { ReportedUsage } from '../../core/usage.ts'

/** Reads `usage` of both of OpenAI's protocols, with the details that some servers give and some do not. */
export function openaiUsage(usage: unknown): ReportedUsage | undefined {
  const inputTokens = count(usage, 'prompt_tokens') ?? count(usage, 'input_tokens')
  const outputTokens = count(usage, 'completion_tokens') ?? count(usage, 'output_tokens')
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  const cached =
    count(member(usage, 'prompt_tokens_details') ?? member(usage, 'input_tokens_details'), 'cached_tokens') ??
    count(usage, 'prompt_cache_hit_tokens')
  const generated = member(usage, 'completion_tokens_details') ?? member(usage, 'output_tokens_details')
  const thinking = count(generated, 'reasoning_tokens')
  // some count thinking beside the output (xAI): only their total tells
  const apart = count(usage, 'total_tokens') === (inputTokens ?? 0) + (outputTokens ?? 0) + (thinking ?? 0)
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: (outputTokens ?? 0) + (apart ? (thinking ?? 0) : 0),
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(thinking !== undefined && { thinkingTokens: thinking }),
  }
}

function count(object: unknown, name: string): number | undefined {
  const value = member(object, name)
  return typeof value === 'number' ? value : undefined
}

function member(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined
}
