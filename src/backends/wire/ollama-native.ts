import type { OptionTable } from '../../core/option-table.ts'

type Open<T extends string> = T | (string & {})

/** Ollama's own options. Those without a comment mean what Ollama's documentation says. */
export interface OllamaNative {
  /** The portable `maxNewTokens`. */
  readonly num_predict?: number | undefined
  /** The portable `contextWindow`. */
  readonly num_ctx?: number | undefined
  /** The portable `stopSequences`. */
  readonly stop?: string | readonly string[] | undefined
  /** The portable `topP`. */
  readonly top_p?: number | undefined
  /** The portable `topK`. */
  readonly top_k?: number | undefined
  /** The portable `presencePenalty`. */
  readonly presence_penalty?: number | undefined
  /** The portable `frequencyPenalty`. */
  readonly frequency_penalty?: number | undefined
  /** The portable `thinking`. */
  readonly think?: boolean | Open<'low' | 'medium' | 'high' | 'max'> | undefined
  /** The portable `systemPrompt`. */
  readonly system?: string | undefined

  readonly min_p?: number | undefined
  readonly typical_p?: number | undefined
  readonly tfs_z?: number | undefined
  readonly repeat_last_n?: number | undefined
  readonly repeat_penalty?: number | undefined
  readonly penalize_newline?: boolean | undefined
  readonly mirostat?: number | undefined
  readonly mirostat_eta?: number | undefined
  readonly mirostat_tau?: number | undefined
  readonly num_keep?: number | undefined
  readonly num_batch?: number | undefined
  readonly num_gpu?: number | undefined
  readonly main_gpu?: number | undefined
  readonly num_thread?: number | undefined
  readonly draft_num_predict?: number | undefined
  readonly numa?: boolean | undefined
  readonly use_mmap?: boolean | undefined
  readonly use_mlock?: boolean | undefined
  readonly low_vram?: boolean | undefined

  /** How long the model stays loaded after the call: seconds, or a text like `'10m'`; below 0 for ever, 0 not at all. */
  readonly keep_alive?: number | string | undefined
  /** Whether the server may cut a prompt that is too long. */
  readonly truncate?: boolean | undefined
  /** Whether the server may drop the oldest tokens when the window is full. */
  readonly shift?: boolean | undefined
  readonly logprobs?: boolean | undefined
  /** From 0 to 20. */
  readonly top_logprobs?: number | undefined
}

/** Members of the request itself; all others are members of its `options`. */
export const ollamaTopLevel: ReadonlySet<string> = new Set([
  'keep_alive',
  'truncate',
  'shift',
  'logprobs',
  'top_logprobs',
])

export const ollamaOptionTable: OptionTable = {
  aliases: {
    num_predict: 'maxNewTokens',
    num_ctx: 'contextWindow',
    stop: 'stopSequences',
    top_p: 'topP',
    top_k: 'topK',
    presence_penalty: 'presencePenalty',
    frequency_penalty: 'frequencyPenalty',
    think: 'thinking',
    system: 'systemPrompt',
  },
  native: [
    'min_p',
    'typical_p',
    'tfs_z',
    'repeat_last_n',
    'repeat_penalty',
    'penalize_newline',
    'mirostat',
    'mirostat_eta',
    'mirostat_tau',
    'num_keep',
    'num_batch',
    'num_gpu',
    'main_gpu',
    'num_thread',
    'draft_num_predict',
    'numa',
    'use_mmap',
    'use_mlock',
    'low_vram',
    ...ollamaTopLevel,
  ],
}
