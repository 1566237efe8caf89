import type { Backend } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'

/** A strategy went on after a text without asking whether the backend can. */
export function cannotContinue({ provider, modelId }: Backend): MelleaError {
  return new MelleaError(
    `${provider} (${modelId}) cannot go on after a text: a strategy that needs it asks \`run.capabilities()\` first.`,
    { code: 'unsupported' },
  )
}
