import { toBackendName } from '../../call/named-backend.ts'
import type { MelleaSession } from '../../session/mellea-session.ts'
import { startSession } from '../../session/start-session.ts'
import type { Terminal } from '../terminal.ts'
import type { AskArguments } from './ask-arguments.ts'

/** The session that the arguments name. Nothing is sent yet. */
export function openSession(
  { backend, model, baseURL, pull, modelOptions }: AskArguments,
  terminal: Terminal,
  say: (line: string) => void,
): MelleaSession {
  const backendName = toBackendName(backend)
  return startSession({
    backendName,
    modelOptions,
    clock: terminal,
    env: terminal.env,
    ...(model !== undefined && { modelId: model }),
    ...(baseURL !== undefined && { baseURL }),
    ...(pull && { pull }),
    // who runs a model here reads where its weights come from
    ...((backendName === 'hf' || backendName === 'huggingface') && { say }),
  })
}
