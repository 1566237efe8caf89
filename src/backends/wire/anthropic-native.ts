import type { OptionTable } from '../../core/option-table.ts'

type Open<T extends string> = T | (string & {})

/** Options of Anthropic's Messages API, as its documentation has them. What is missing here goes into `extraBody`. */
export interface AnthropicNative {
  /** The portable `maxNewTokens`. */
  readonly max_tokens?: number | undefined
  /** The portable `stopSequences`. */
  readonly stop_sequences?: readonly string[] | undefined
  /** The portable `topP`. */
  readonly top_p?: number | undefined
  /** The portable `topK`. */
  readonly top_k?: number | undefined
  /** The portable `systemPrompt`. */
  readonly system?: string | undefined

  /** At most one tool call in an answer. */
  readonly disable_parallel_tool_use?: boolean | undefined
  /** How much the model spends on an answer, thinking or not; a level of `thinking` says it, too, and comes first. */
  readonly effort?: Open<'low' | 'medium' | 'high' | 'xhigh' | 'max'> | undefined
  /** Features that are not yet for everybody: the `anthropic-beta` header. */
  readonly betas?: readonly string[] | undefined
  readonly metadata?: { readonly user_id?: string | null } | undefined
  readonly service_tier?: Open<'auto' | 'standard_only'> | undefined
  readonly container?: string | { readonly [name: string]: unknown } | undefined
  readonly context_management?: { readonly [name: string]: unknown } | undefined
  readonly inference_geo?: string | undefined
  readonly mcp_servers?: readonly { readonly [name: string]: unknown }[] | undefined
}

/** Members of the body that are sent as they are. */
export const anthropicMembers: readonly string[] = [
  'metadata',
  'service_tier',
  'container',
  'context_management',
  'inference_geo',
  'mcp_servers',
]

export const anthropicOptionTable: OptionTable = {
  aliases: {
    max_tokens: 'maxNewTokens',
    stop_sequences: 'stopSequences',
    top_p: 'topP',
    top_k: 'topK',
    system: 'systemPrompt',
    extra_body: 'extraBody',
  },
  native: [...anthropicMembers, 'disable_parallel_tool_use', 'effort', 'betas'],
  unsupported: ['seed', 'contextWindow', 'presencePenalty', 'frequencyPenalty'],
}
