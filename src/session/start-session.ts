import { LazyBackend } from '../call/lazy-backend.ts'
import {
  loadNamedBackend,
  toBackendName,
  type BackendName,
  type BackendRegistry,
} from '../call/named-backend.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import { resolveModelId } from '../core/resolve-model-id.ts'
import { MelleaSession } from './mellea-session.ts'
import type { SessionDefaults, SessionStart } from './session-options.ts'

/** The options of a session on a named backend: the session's own, and the backend's beside them. */
export type StartSessionOptions<K extends BackendName> = SessionDefaults<BackendRegistry[K]['native']> &
  SessionStart & {
    /** @default 'ollama' */
    readonly backendName?: K | undefined
    /** A name, or a constant of `modelIds`. @default modelIds.IBM_GRANITE_4_1_3B, which Ollama calls `granite4.1:3b` */
    readonly modelId?: ModelId | undefined
  } & BackendRegistry[K]['options']

/** The session's own options; all others are the backend's. */
const sessionOptions: ReadonlySet<string> = new Set([
  'ctx',
  'contextType',
  'clock',
  'random',
  'modelOptions',
  'timeout',
  'maxRetries',
  'stream',
  'strategy',
  'onFailure',
  'validateAll',
  'budget',
  'release',
  'middleware',
  'prices',
])

/**
 * A session on a backend chosen by name. Does no I/O: the backend is loaded, and the model looked for, by the first call, or by `await m.ready()`.
 *
 * @example
 * import { startSession } from 'mellea'
 * const m = startSession() // Ollama, granite4.1:3b
 * const { value } = await m.instruct('Write a haiku about the sea.')
 * @throws OptionError for an unknown backend name, and for `ctx` beside `contextType`.
 */
export function startSession<K extends BackendName = 'ollama'>(
  options: StartSessionOptions<K> = {},
): MelleaSession<BackendRegistry[K]['native']> {
  const { backendName, modelId, ...rest } = options
  const name = toBackendName(backendName ?? 'ollama')
  const entries = Object.entries(rest)
  const own = Object.fromEntries(entries.filter(([key]) => sessionOptions.has(key)))
  const backendOptions = Object.fromEntries(entries.filter(([key]) => !sessionOptions.has(key)))
  const backend = new LazyBackend({
    provider: places[name],
    modelId: knownName(modelId, name),
    load: (request) =>
      loadNamedBackend(name, { ...backendOptions, ...(modelId !== undefined && { modelId }) }, request),
  })
  return new MelleaSession({ ...own, backend, ownsBackend: true })
}

const places = {
  ollama: 'ollama',
  openai: 'openai',
  anthropic: 'anthropic',
  litellm: 'litellm',
  hf: 'hf',
  huggingface: 'hf',
  auto: 'ollama',
} as const

function knownName(modelId: ModelId | undefined, name: BackendName): string {
  if (modelId !== undefined) return resolveModelId(modelId, places[name])
  if (name === 'openai' || name === 'anthropic')
    throw new OptionError(
      `startSession({ backendName: '${name}' }) needs a \`modelId\`: servers of this kind have no common default.`,
    )
  if (places[name] === 'litellm') return 'ollama_chat/granite4.1:3b'
  return places[name] === 'ollama' ? 'granite4.1:3b' : 'the embedded model'
}
