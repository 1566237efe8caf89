import type { Backend } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'

/** Who asked it for vectors should know whom to ask instead. */
export function cannotEmbed({ provider, modelId }: Pick<Backend, 'provider' | 'modelId'>): MelleaError {
  return new MelleaError(
    `${provider} (${modelId}) cannot turn texts into vectors: use OllamaModelBackend, OpenAIBackend, LocalHFBackend, or another backend with \`embed\`.`,
    { code: 'unsupported' },
  )
}
