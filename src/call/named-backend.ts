import type { AnthropicBackend } from '../backends/anthropic.ts'
import type { LiteLLMBackend } from '../backends/litellm.ts'
import type { OllamaModelBackend } from '../backends/ollama.ts'
import type { OpenAIBackend } from '../backends/openai.ts'
import type { LocalHFBackend } from '../backends/huggingface.ts'
import type { Backend, PrepareRequest } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { ChooseOptions } from './choose-backend.ts'

type OptionsOf<B extends abstract new (options: never) => unknown> = Omit<
  NonNullable<ConstructorParameters<B>[0]>,
  'modelId' | 'modelOptions'
>
type NativeOf<B> = B extends Backend<infer N> ? N : object

/** A name, its backend's own options, and the native model options that it takes. Third parties add theirs by augmenting it. */
export interface BackendRegistry {
  ollama: { options: OptionsOf<typeof OllamaModelBackend>; native: NativeOf<OllamaModelBackend> }
  openai: { options: OptionsOf<typeof OpenAIBackend>; native: NativeOf<OpenAIBackend> }
  anthropic: { options: OptionsOf<typeof AnthropicBackend>; native: NativeOf<AnthropicBackend> }
  litellm: { options: OptionsOf<typeof LiteLLMBackend>; native: NativeOf<LiteLLMBackend> }
  hf: { options: OptionsOf<typeof LocalHFBackend>; native: NativeOf<LocalHFBackend> }
  /** The same as `hf`. */
  huggingface: { options: OptionsOf<typeof LocalHFBackend>; native: NativeOf<LocalHFBackend> }
  /** Ollama if it answers and has the model, else the embedded local model. */
  auto: { options: Omit<ChooseOptions, 'modelId'>; native: object }
}

/** The names that `startSession` takes. Grows with `BackendRegistry`. */
export type BackendName = keyof BackendRegistry

/** What a named backend is made of. */
export type NamedBackendOptions = { readonly modelId?: unknown } & { readonly [name: string]: unknown }

type Load = (options: never, request: PrepareRequest) => Promise<Backend>

const loaders: { readonly [name: string]: Load | undefined } = {
  ollama: async (options) => new (await import('../backends/ollama.ts')).OllamaModelBackend(options),
  openai: async (options) => new (await import('../backends/openai.ts')).OpenAIBackend(options),
  anthropic: async (options) => new (await import('../backends/anthropic.ts')).AnthropicBackend(options),
  litellm: async (options) => new (await import('../backends/litellm.ts')).LiteLLMBackend(options),
  hf: async (options) => new (await import('../backends/huggingface.ts')).LocalHFBackend(options),
  huggingface: async (options) => new (await import('../backends/huggingface.ts')).LocalHFBackend(options),
  auto: async (options, request) =>
    (await import('./choose-backend.ts')).chooseBackend(options, request, (name, own) =>
      loadNamedBackend(name, { ...own }, request),
    ),
}

const notYet: { readonly [name: string]: string | undefined } = {
  watsonx:
    "This release has no watsonx backend yet; its OpenAI-compatible endpoint is reached with backendName 'openai' and `baseURL`.",
}

/**
 * A backend's name that comes from outside: an argument, a variable of the environment.
 *
 * @example
 * import { startSession, toBackendName } from 'mellea'
 * const m = startSession({ backendName: toBackendName(process.env['BACKEND'] ?? 'ollama') })
 * @throws OptionError for a name that is none; it lists those that are.
 */
export function toBackendName(text: string): BackendName {
  if (isBackendName(text)) return text
  const names = Object.keys(loaders).map((name) => `'${name}'`)
  const later = Object.hasOwn(notYet, text) ? notYet[text] : undefined
  throw new OptionError(later ?? `"${text}" is no backend. Valid names: ${names.join(', ')}.`)
}

function isBackendName(text: string): text is BackendName {
  return Object.hasOwn(loaders, text)
}

/** Loads a backend by name: its module is read only now. */
export function loadNamedBackend(
  name: BackendName,
  options: NamedBackendOptions,
  request: PrepareRequest,
): Promise<Backend> {
  const load = loaders[toBackendName(name)]
  // each backend checks its own options, whose types the caller's signature has tied to the name
  return (load as (options: NamedBackendOptions, request: PrepareRequest) => Promise<Backend>)(
    options,
    request,
  )
}
