import { MelleaError, MelleaSession, startSession, toBackendName, type PrepareProgress } from 'mellea'
import { LocalHFBackend } from 'mellea/backends/huggingface'
import type { DemoArguments } from './read-arguments.ts'
import { scriptedModel } from './scripted-model.ts'
import type { Terminal } from './terminal.ts'

/** A session on the backend that was asked for, or the best one that is there; says which. */
export async function pickSession({ backend, model }: DemoArguments, out: Terminal): Promise<MelleaSession> {
  out.note(
    backend
      ? `Backend: ${backend}, as asked.`
      : 'Looking for a model: Ollama first, then one in this process.',
  )
  const m = backend
    ? startSession({ backendName: toBackendName(backend), modelId: model, onFailure: 'best' })
    : startSession({ backendName: 'auto', modelId: model, say: (line) => out.note(line), onFailure: 'best' })
  try {
    await m.ready({ onProgress: (progress) => out.status(progressText(progress)) })
  } catch (error) {
    await m[Symbol.asyncDispose]()
    if (backend === undefined && cannotFetch(error)) return pickScripted(error, out)
    throw error
  }
  out.line(`Using ${m.backend.modelId} on ${m.backend.provider}.`)
  return m
}

/** No server and no weights: the mechanics can still be shown. */
async function pickScripted(error: Error, out: Terminal): Promise<MelleaSession> {
  out.line(`No model could be fetched: ${error.message}`)
  out.line(
    out.bad(
      'What follows runs on a tiny generated model that only repeats a script: it shows the mechanics, not a model.',
    ),
  )
  const backend = new LocalHFBackend({ modelId: await scriptedModel() })
  return new MelleaSession({ backend, ownsBackend: true, onFailure: 'best' })
}

function cannotFetch(error: unknown): error is MelleaError {
  return (
    MelleaError.isInstance(error) && ['model-store', 'model-not-found', 'unreachable'].includes(error.code)
  )
}

function progressText({ phase, what, completedBytes, totalBytes }: PrepareProgress): string {
  if (completedBytes === undefined || !totalBytes) return `${phase} ${what}`
  const percent = Math.floor((100 * completedBytes) / totalBytes)
  return `${phase} ${what}: ${percent} % of ${Math.ceil(totalBytes / 1e6)} MB`
}
