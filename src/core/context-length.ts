import { modelIds } from './model-catalogue.ts'
import type { ModelId } from './model-identifier.ts'

/**
 * The most that a known model can attend to, in tokens, under its hub or Ollama name, with or without a provider in front of it.
 * Nothing for a model that is not in the catalogue. What a server runs it with may be less.
 */
export function contextLengthOf(id: ModelId): number | undefined {
  if (typeof id === 'string') return byName(id) ?? byName(id.slice(id.indexOf('/') + 1))
  const own = 'contextLength' in id ? id.contextLength : undefined
  if (typeof own === 'number') return own
  return byName(id.hfModelName) ?? byName(id.ollamaName)
}

function byName(name: string | undefined): number | undefined {
  if (!name) return undefined
  const found = Object.values(modelIds).find(
    ({ hfModelName, ollamaName }) => hfModelName === name || ollamaName === name,
  )
  return found?.contextLength
}
