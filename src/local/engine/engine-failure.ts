import { BackendError } from '../../core/backend-error.ts'
import { MelleaError } from '../../core/errors.ts'

/** Short and stable, for errors, traces and prices. */
const PROVIDER = 'hf'

/** A failure of the native code as an error of this library; our own errors stay as they are. */
export function engineFailure(what: string, cause: unknown, text?: string): MelleaError {
  if (MelleaError.isInstance(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new BackendError(`${what}: ${reason}`, { provider: PROVIDER, code: 'engine-failed', cause, text })
}

/** A text that a vector cannot stand for as a whole. */
export function textTooLong(
  index: number,
  tokens: number,
  { contextSize, trained }: { readonly contextSize: number; readonly trained: number },
): BackendError {
  const more =
    contextSize < trained ? `Pass a larger \`contextSize\` (up to ${trained}), or cut it.` : 'Cut it.'
  return new BackendError(
    `Text ${index} has ${tokens} tokens, and there is room for ${contextSize - 1}. ${more}`,
    { provider: PROVIDER, code: 'context-overflow' },
  )
}

/** A prompt that leaves no room for an answer. */
export function contextOverflow(tokens: number, contextSize: number, trained: number): BackendError {
  const more =
    contextSize < trained
      ? `Pass a larger \`contextSize\` (this model can attend to ${trained}) or shorten the conversation.`
      : 'The model cannot attend to more: shorten the conversation.'
  return new BackendError(
    `The prompt has ${tokens} tokens, and the context has room for ${contextSize}. ${more}`,
    {
      provider: PROVIDER,
      code: 'context-overflow',
    },
  )
}
