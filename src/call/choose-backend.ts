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

/** A server on this machine answers at once, or is not there. */
const answerWithinMs = 2_000

/** Ollama if it answers and has the model (or may pull it), else the embedded local model. Chosen once; output and backend say which. */
export async function chooseBackend(options: ChooseOptions, request: PrepareRequest): Promise<Backend> {
  const { OllamaModelBackend } = await import('../backends/ollama.ts')
  const { modelId, pull, env } = options
  const ollama = new OllamaModelBackend({ modelId, pull, env })
  if (await isReady(ollama, options, request)) return ollama
  const { LocalHFBackend } = await import('../backends/huggingface.ts')
  request.onProgress?.({
    phase: 'choosing',
    what: 'the embedded local model: Ollama does not answer or lacks the model',
  })
  // the model's name was meant for Ollama; the embedded model has its own
  return new LocalHFBackend({ env: options.env, say: options.say })
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
