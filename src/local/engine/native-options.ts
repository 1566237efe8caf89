import type { OptionTable } from '../../core/option-table.ts'

/** Options of models in this process, beside the portable ones. */
export interface LocalHFNative {
  /** The portable `maxNewTokens`. */
  readonly max_new_tokens?: number | undefined
  /** The portable `stopSequences`. */
  readonly stop_strings?: readonly string[] | undefined
  /** The portable `topP`. */
  readonly top_p?: number | undefined
  /** The portable `topK`. */
  readonly top_k?: number | undefined
  /** The portable `presencePenalty`. */
  readonly presence_penalty?: number | undefined
  /** The portable `frequencyPenalty`. */
  readonly frequency_penalty?: number | undefined
  /** The portable `systemPrompt`. */
  readonly system?: string | undefined

  /** Leaves out tokens whose probability is below this share of the likeliest one's. @default 0.05 */
  readonly min_p?: number | undefined
  /** Divides the odds of tokens that were said already; 1 does nothing. @default 1 */
  readonly repetition_penalty?: number | undefined
  /** How many of the last tokens count as said already. @default 64 */
  readonly repeat_last_n?: number | undefined
  /** `false` is a temperature of 0. */
  readonly do_sample?: boolean | undefined
  /** Tell how likely each token was. @default false */
  readonly logprobs?: boolean | undefined
  /** Tell this many of the likeliest tokens beside each, too; needs `logprobs`. Costs about as much as a token of a small model. @default 0 */
  readonly top_logprobs?: number | undefined
  /** Variables for the model's own chat template. */
  readonly chat_template_kwargs?: { readonly [name: string]: unknown } | undefined
}

export const localOptionTable: OptionTable = {
  aliases: {
    max_new_tokens: 'maxNewTokens',
    stop_strings: 'stopSequences',
    top_p: 'topP',
    top_k: 'topK',
    presence_penalty: 'presencePenalty',
    frequency_penalty: 'frequencyPenalty',
    system: 'systemPrompt',
  },
  native: [
    'min_p',
    'repetition_penalty',
    'repeat_last_n',
    'do_sample',
    'logprobs',
    'top_logprobs',
    'chat_template_kwargs',
  ],
  unsupported: ['extraBody'],
}
