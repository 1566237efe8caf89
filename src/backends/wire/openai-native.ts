import type { OptionTable } from '../../core/option-table.ts'
import { responsesMembers } from './openai-responses-request.ts'

type Open<T extends string> = T | (string & {})

/** Options of OpenAI's two protocols, as its documentation has them. Another server's own go into `extraBody`. */
export interface OpenAINative {
  /** The portable `maxNewTokens`. */
  readonly max_completion_tokens?: number | undefined
  /** The portable `maxNewTokens`, in its older spelling. */
  readonly max_tokens?: number | undefined
  /** The portable `topP`. */
  readonly top_p?: number | undefined
  /** The portable `presencePenalty`. */
  readonly presence_penalty?: number | undefined
  /** The portable `frequencyPenalty`. */
  readonly frequency_penalty?: number | undefined
  /** The portable `stopSequences`. */
  readonly stop?: string | readonly string[] | undefined
  /** The portable `thinking`. */
  readonly reasoning_effort?: Open<'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'> | undefined
  /** The portable `systemPrompt`. */
  readonly system?: string | undefined

  readonly logit_bias?: { readonly [token: string]: number } | undefined
  readonly logprobs?: boolean | undefined
  /** From 0 to 20; needs `logprobs`. */
  readonly top_logprobs?: number | undefined
  readonly metadata?: { readonly [name: string]: string } | undefined
  readonly parallel_tool_calls?: boolean | undefined
  readonly prediction?: { readonly type: 'content'; readonly content: unknown } | undefined
  readonly prompt_cache_key?: string | undefined
  readonly prompt_cache_retention?: Open<'in_memory' | '24h'> | undefined
  /** Beside a `format` of the call it is ignored. */
  readonly response_format?: { readonly type: Open<'text' | 'json_object' | 'json_schema'> } | undefined
  readonly safety_identifier?: string | undefined
  readonly service_tier?: Open<'auto' | 'default' | 'flex' | 'priority'> | undefined
  readonly store?: boolean | undefined
  readonly stream_options?:
    | { readonly include_usage?: boolean; readonly include_obfuscation?: boolean }
    | undefined
  readonly user?: string | undefined
  readonly verbosity?: Open<'low' | 'medium' | 'high'> | undefined
  readonly web_search_options?: { readonly [name: string]: unknown } | undefined

  /** The portable `maxNewTokens`, as the Responses API spells it. */
  readonly max_output_tokens?: number | undefined
  /** Responses API only: what else the reply shall have. Encrypted thoughts are asked for without it, unless `store` is true. */
  readonly include?: readonly string[] | undefined
  /** Responses API only: show a summary of what was thought. OpenAI gives it to verified organizations. */
  readonly reasoning_summary?: Open<'auto' | 'concise' | 'detailed'> | undefined
  /** Responses API only. */
  readonly truncation?: 'auto' | 'disabled' | undefined
  /** Responses API only: of tools that the server runs. */
  readonly max_tool_calls?: number | undefined
}

export const openaiOptionTable: OptionTable = {
  aliases: {
    max_completion_tokens: 'maxNewTokens',
    max_tokens: 'maxNewTokens',
    top_p: 'topP',
    top_k: 'topK',
    presence_penalty: 'presencePenalty',
    frequency_penalty: 'frequencyPenalty',
    stop: 'stopSequences',
    reasoning_effort: 'thinking',
    system: 'systemPrompt',
    extra_body: 'extraBody',
  },
  native: [
    'logit_bias',
    'logprobs',
    'top_logprobs',
    'metadata',
    'parallel_tool_calls',
    'prediction',
    'prompt_cache_key',
    'prompt_cache_retention',
    'response_format',
    'safety_identifier',
    'service_tier',
    'store',
    'stream_options',
    'user',
    'verbosity',
    'web_search_options',
  ],
  unsupported: ['contextWindow'],
}

/** The same for the Responses API. */
export const openaiResponsesOptionTable: OptionTable = {
  aliases: { ...openaiOptionTable.aliases, max_output_tokens: 'maxNewTokens', instructions: 'systemPrompt' },
  native: [...responsesMembers, 'logprobs', 'stream_options', 'verbosity', 'include', 'reasoning_summary'],
  unsupported: ['contextWindow'],
}
