/** One model under the names that different places give it. */
export interface ModelIdentifier {
  /** On the Hugging Face hub: `'ibm-granite/granite-4.1-3b'`. */
  readonly hfModelName?: string
  readonly ollamaName?: string
  readonly openaiName?: string
  readonly watsonxName?: string
  readonly bedrockName?: string
  readonly mlxName?: string
  readonly hfTokenizerName?: string
}

/** A model's name as its backend spells it, or a constant of `modelIds`, resolved per backend. */
export type ModelId = ModelIdentifier | (string & {})
