import type { ReportedUsage } from '../../core/usage.ts'

/** Reads `usage`, with the details that some servers give and some do not. */
export function openaiUsage(usage: unknown): ReportedUsage | undefined {
  const inputTokens = count(usage, 'prompt_tokens')
  const outputTokens = count(usage, 'completion_tokens')
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  const cached =
    count(member(usage, 'prompt_tokens_details'), 'cached_tokens') ?? count(usage, 'prompt_cache_hit_tokens')
  const thinking = count(member(usage, 'completion_tokens_details'), 'reasoning_tokens')
  return {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
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
