import type { Backend, PrepareRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import type { Environment } from '../util/environment.ts'
import { CancelScope } from '../util/cancel-scope.ts'

export interface ChooseOptions {
  readonly modelId?: ModelId | undefined
  readonly pull?: boolean | undefined
  /** @default process.env */
  readonly env?: Environment | undefined
  /** Takes lines that a person should read: where weights come from, and under which license. */
  readonly say?: ((line: string) => void) | undefined
}

/** Makes one of the two that there are to choose from. */
export type LoadChoice = (name: 'ollama' | 'hf', options: object) => Promise<Backend>

/** A server on this machine answers at once, or is not there. */
const answerWithinMs = 2_000

/** Ollama if it answers and has the model (or may pull it), else the embedded local model. Chosen once; output and backend say which. */
export async function chooseBackend(
  options: ChooseOptions,
  request: PrepareRequest,
  load: LoadChoice,
): Promise<Backend> {
  const { modelId, pull, env } = options
  const ollama = await load('ollama', { modelId, pull, env })
  if (await isReady(ollama, options, request)) return ollama
  request.onProgress?.({
    phase: 'choosing',
    what: 'the embedded local model: Ollama does not answer or lacks the model',
  })
  // the model's name was meant for Ollama; the embedded model has its own
  return load('hf', { env: options.env, say: options.say })
}

async function isReady(backend: Backend, { pull }: ChooseOptions, request: PrepareRequest): Promise<boolean> {
  const scope = new CancelScope(request.signal)
  const timer = pull ? undefined : setTimeout(() => scope.abort(new Error('no answer')), answerWithinMs)
  try {
    await backend.prepare?.({ ...request, signal: scope.signal })
    return true
  } catch (error) {
    request.signal.throwIfAborted()
    const expected =
      MelleaError.isInstance(error) && ['unreachable', 'model-not-found', 'timeout'].includes(error.code)
    if (expected || scope.signal.aborted) return false
    throw error
  } finally {
    clearTimeout(timer)
    scope.unlink()
  }
}
