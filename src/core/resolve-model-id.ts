import { OptionError } from './errors.ts'
import type { CatalogueModel } from './model-catalogue.ts'
import type { ModelId } from './model-identifier.ts'

/** The places whose names for a model can be asked for. */
export type ModelPlace = 'ollama' | 'openai' | 'hf' | 'watsonx' | 'litellm' | 'anthropic'

const fields: Readonly<Record<ModelPlace, readonly Exclude<keyof CatalogueModel, 'contextLength'>[]>> = {
  ollama: ['ollamaName'],
  openai: ['openaiName', 'hfModelName'],
  hf: ['hfModelName'],
  watsonx: ['watsonxName', 'hfModelName'],
  litellm: ['bedrockLitellmName'],
  anthropic: [],
}

/**
 * The name of a model in one place. A text is taken as it is; of a constant of `modelIds` the name for that place, else the one on the
 * Hugging Face hub, where models are usually served under it (not by Ollama). LiteLLM wants a provider in front: Bedrock, else Ollama.
 *
 * @throws OptionError when it is empty or has no name there.
 */
export function resolveModelId(id: ModelId, place: ModelPlace): string {
  if (typeof id === 'string') {
    if (id.trim() !== '') return id
    throw new OptionError('modelId is empty: give the name of a model, or a constant of `modelIds`.')
  }
  if (typeof id !== 'object' || id === null)
    throw new OptionError(`modelId must be a text or a constant of \`modelIds\`, got ${String(id)}.`)
  for (const field of fields[place]) {
    const name = (id as CatalogueModel)[field]
    if (name) return name
  }
  if (place === 'litellm' && id.ollamaName) return `ollama_chat/${id.ollamaName}`
  const known = id.hfModelName ?? id.ollamaName ?? id.openaiName ?? id.bedrockName ?? 'This model'
  throw new OptionError(
    `${known} has no ${fields[place][0] ?? 'name there'}: its name for "${place}" is not known. Pass that name as a text instead of the constant.`,
  )
}
