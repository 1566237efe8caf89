import type { Backend, PrepareRequest } from '../core/backend.ts'
import { MelleaError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import { linkSignals } from '../util/link-signals.ts'

export interface ChooseOptions {
  readonly modelId?: ModelId | undefined
  readonly pull?: boolean | undefined
}

/** A server on this machine answers at once, or is not there. */
const answerWithinMs = 2_000

/** Ollama if it answers and has the model (or may pull it), else the embedded local model. Chosen once; output and backend say which. */
export async function chooseBackend(options: ChooseOptions, request: PrepareRequest): Promise<Backend> {
  const { OllamaModelBackend } = await import('../backends/ollama.ts')
  const ollama = new OllamaModelBackend(options)
  if (await isReady(ollama, options, request)) return ollama
  const { LocalHFBackend } = await import('../backends/huggingface.ts')
  request.onProgress?.({
    phase: 'choosing',
    what: 'Ollama does not answer or lacks the model: using the embedded local model',
  })
  // the model's name was meant for Ollama; the embedded model has its own
  return new LocalHFBackend({})
}

async function isReady(backend: Backend, { pull }: ChooseOptions, request: PrepareRequest): Promise<boolean> {
  const link = linkSignals(request.signal)
  const timer = pull ? undefined : setTimeout(() => link.abort(new Error('no answer')), answerWithinMs)
  try {
    await backend.prepare?.({ ...request, signal: link.signal })
    return true
  } catch (error) {
    request.signal.throwIfAborted()
    const expected =
      MelleaError.isInstance(error) && ['unreachable', 'model-not-found', 'timeout'].includes(error.code)
    if (expected || link.signal.aborted) return false
    throw error
  } finally {
    clearTimeout(timer)
    link.unlink()
  }
}
