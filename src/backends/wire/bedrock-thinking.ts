/** How much a level may think, in tokens, as LiteLLM has it; Claude takes no less than 1024. */
const budgets: { readonly [level: string]: number } = { minimal: 1024, low: 1024, medium: 2048, high: 4096 }

/** What a family of models at Bedrock is told of thinking; nothing for one that cannot be told. */
export function bedrockThinking(thinking: unknown, modelId: string): object | undefined {
  const on = thinking !== false && thinking !== 'none'
  const level = typeof thinking === 'string' ? thinking : 'medium'
  if (/claude-(opus|sonnet|haiku)-(4-[6-9]|[5-9])/.test(modelId))
    return on
      ? { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: level } }
      : { thinking: { type: 'disabled' } }
  if (/claude/.test(modelId))
    return {
      thinking: on ? { type: 'enabled', budget_tokens: budgetOf(thinking, level) } : { type: 'disabled' },
    }
  if (/nova-2/.test(modelId))
    return { reasoningConfig: on ? { type: 'enabled', maxReasoningEffort: level } : { type: 'disabled' } }
  if (/gpt-oss|openai\./.test(modelId)) return on ? { reasoning_effort: level } : undefined
  return undefined
}

function budgetOf(thinking: unknown, level: string): number {
  if (typeof thinking === 'object' && thinking !== null && 'maxTokens' in thinking) {
    const { maxTokens } = thinking
    if (typeof maxTokens === 'number') return Math.max(1024, maxTokens)
  }
  return budgets[level] ?? 2048
}
