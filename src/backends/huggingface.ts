/**
 * Models in this process: GGUF weights from the Hugging Face hub, run by llama.cpp.
 *
 * @module
 */
import type {
  Backend,
  BackendEvent,
  Capabilities,
  GenerateRequest,
  PrepareProgress,
  PrepareRequest,
} from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { OptionTable } from '../core/option-table.ts'
import { toPrices, type Prices } from '../core/price.ts'
import { resolveModelId } from '../core/resolve-model-id.ts'
import type { LoadLlama } from '../local/engine/llama-module.ts'
import { LoadedEmbedders } from '../local/engine/loaded-embedders.ts'
import { loadLocalEmbedder, type LocalEmbedderOptions } from '../local/engine/local-embedder.ts'
import { loadLocalModel, type LocalModel } from '../local/engine/local-model.ts'
import { localOptionTable, type LocalHFNative } from '../local/engine/native-options.ts'
import { refuseFiles } from '../local/engine/to-chat-messages.ts'
import { catalogue } from '../local/store/catalogue.ts'
import { modelStore, type ModelStore } from '../local/store/model-store.ts'
import type { Environment } from '../util/environment.ts'
import { sharedTask } from '../util/shared-task.ts'
import { refuseAdapter } from './wire/refuse-adapter.ts'

export type { LocalHFNative }

/** Which weights, where they are kept, and how the engine runs them. */
export interface LocalHFBackendOptions {
  /**
   * On the hub (`'owner/repo'`, `'owner/repo:Q4_K_M'`, `'hf:owner/repo/file.gguf'`), a path to a GGUF file, a short name, or a
   * constant of `modelIds`.
   * @default 'smollm2-135m-instruct', 98 MB
   */
  readonly modelId?: ModelId | undefined
  /** For every call, under what the session and the call say. */
  readonly modelOptions?: ModelOptions<LocalHFNative> | undefined
  /** Of the processor; never more than it has cores. @default all but one */
  readonly threads?: number | undefined
  /** Room for a prompt and its answer, in tokens. More takes memory. @default 4096, or what the model can attend to */
  readonly contextSize?: number | undefined
  /** `'auto'` uses a graphics processor that there is a package for. @default false */
  readonly gpu?: false | 'auto' | undefined
  /** `'cpu'` is `gpu: false`, anything else `gpu: 'auto'`. */
  readonly device?: string | undefined
  /** Where weights are kept. @default MELLEA_CACHE, else the platform's folder for caches */
  readonly cacheDir?: string | undefined
  /** Instead of a store in `cacheDir`. */
  readonly store?: ModelStore | undefined
  /** Of downloads and loading, whoever starts them. */
  readonly onProgress?: ((progress: PrepareProgress) => void) | undefined
  /** How many answers are generated at once; they take turns, so more is not faster. @default 1 */
  readonly concurrency?: number | undefined
  /** What a million tokens cost, for sessions that do not say. @default unknown */
  readonly prices?: Prices | undefined
  /** Takes lines that a person should read: where weights come from, and under which license. */
  readonly say?: ((line: string) => void) | undefined
  /** @default process.env */
  readonly env?: Environment | undefined
  /** @internal */
  readonly seams?: LocalHFSeams | undefined
}

/** What tests replace. @internal */
export interface LocalHFSeams {
  readonly load?: LoadLlama | undefined
  readonly now?: (() => number) | undefined
  readonly random?: (() => number) | undefined
  readonly onPiece?: ((done: number) => void) | undefined
}

/**
 * A model in this process. Its weights are fetched and loaded by the first call, or by `prepare()`; dispose of it to free its memory.
 *
 * It needs the optional package `node-llama-cpp`. Use `OllamaModelBackend` instead where a server runs anyway.
 *
 * @example
 * import { LocalHFBackend } from 'mellea/backends/huggingface'
 * const backend = new LocalHFBackend({ modelId: 'ibm-granite/granite-4.1-3b', modelOptions: { seed: 42 } })
 * await backend.prepare({ signal: AbortSignal.timeout(600_000) })
 *
 * @throws OptionError for a model without a name on the hub, and for numbers that cannot be.
 */
export class LocalHFBackend implements Backend<LocalHFNative> {
  readonly spec = 'mellea-backend/1'
  readonly provider = 'hf'
  readonly modelId: string
  readonly modelOptions: { readonly [name: string]: unknown }
  readonly optionTable: OptionTable = localOptionTable
  readonly limits: { readonly concurrency: number }
  readonly prices: Prices | undefined
  declare readonly '~native'?: LocalHFNative
  readonly #options: LocalHFBackendOptions
  readonly #listeners = new Set<(progress: PrepareProgress) => void>()
  readonly #shared: (signal: AbortSignal) => Promise<LocalModel>
  readonly #life = new AbortController()
  readonly #embedders = new LoadedEmbedders(
    (id, signal) => loadLocalEmbedder(id, this.#loadOptions(signal)),
    this.#life.signal,
  )
  #model: LocalModel | undefined

  constructor(options: LocalHFBackendOptions = {}) {
    this.modelId = resolveModelId(options.modelId ?? catalogue[0]?.id ?? '', 'hf')
    this.modelOptions = { ...options.modelOptions }
    this.prices = toPrices(options.prices)
    this.limits = { concurrency: whole('concurrency', options.concurrency) ?? 1 }
    whole('threads', options.threads)
    whole('contextSize', options.contextSize)
    this.#options = options
    if (options.onProgress) this.#listeners.add(options.onProgress)
    this.#shared = sharedTask((signal) => this.#load(signal))
  }

  /** What models in this process can do. The context length is known once the model is loaded. */
  capabilities(): Capabilities {
    const contextLength = this.#model?.engine.contextSize ?? this.#contextSize
    return {
      schema: true,
      // what its chat template knows of them is known once the model is loaded
      tools: this.#model?.takesTools ?? true,
      schemaWithTools: false,
      thinking: false,
      // a grammar begins with the first token
      schemaWithThinking: false,
      logprobs: true,
      images: false,
      prefill: true,
      candidates: false,
      adapters: [],
      ...(contextLength !== undefined && { contextLength }),
    }
  }

  /**
   * Fetches the weights if need be, checks them, and loads the model. Callers at one time share one load, which goes on until the
   * last of them aborts.
   *
   * @throws MelleaError `missing-peer` with the command that installs the engine, ModelStoreError naming everything that was tried.
   */
  async prepare({ signal, onProgress }: PrepareRequest): Promise<void> {
    if (onProgress) this.#listeners.add(onProgress)
    try {
      await this.#ready(signal)
    } finally {
      if (onProgress) this.#listeners.delete(onProgress)
    }
  }

  async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    const { signal } = request
    let started = false
    let finished = false
    refuseAdapter(request, 'A model in this process')
    refuseFiles(request.messages)
    try {
      signal.throwIfAborted()
      const model = await this.#ready(signal)
      const { job, start } = model.plan(request)
      started = true
      yield start
      const events = model.engine.run(job)
      for await (const event of mayCall(request) ? await withCalls(events, request) : events) {
        finished = event.type === 'finish'
        yield event
      }
    } catch (error) {
      if (!signal.aborted || finished) throw error
      if (!started) yield { type: 'start', receipt: { schema: 'none' }, warnings: [] }
      yield { type: 'finish', reason: 'aborted', usage: { inputTokens: 0, outputTokens: 0 } }
    }
  }

  /**
   * Vectors of unit length. The model is loaded for them by itself, without room for conversations, and kept; `modelId` may name
   * another one, which is fetched if need be. An abort is heard between two texts.
   *
   * @throws BackendError `context-overflow` for a text that is too long: it is not cut.
   */
  async embed({ modelId = this.modelId, ...request }: EmbedRequest): Promise<EmbedReply> {
    const embedder = await this.#embedders.get(modelId, request.signal)
    return embedder.embed(request)
  }

  /** Frees the model. Answers that are being generated fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort(new OptionError('This LocalHFBackend was disposed of.'))
    const model = this.#model
    this.#model = undefined
    await Promise.all([model?.engine.close(), this.#embedders.close()])
  }

  get #contextSize(): number | undefined {
    const { contextSize } = this.#options
    const wanted = contextSize ?? this.modelOptions['contextWindow']
    return typeof wanted === 'number' ? wanted : undefined
  }

  #ready(signal: AbortSignal): LocalModel | Promise<LocalModel> {
    this.#life.signal.throwIfAborted()
    return this.#model ?? this.#shared(signal)
  }

  async #load(leaving: AbortSignal): Promise<LocalModel> {
    const signal = AbortSignal.any([leaving, this.#life.signal])
    const model = await loadLocalModel(this.modelId, {
      ...this.#loadOptions(signal),
      concurrency: this.limits.concurrency,
      ...this.#options.seams,
    })
    // it was disposed of, or everybody has left, at the last moment
    if (signal.aborted) {
      await model.engine.close()
      throw signal.reason
    }
    this.#model = model
    return model
  }

  #loadOptions(signal: AbortSignal): LocalEmbedderOptions {
    const { store, cacheDir, say, env, threads, gpu, device, seams } = this.#options
    return {
      store: store ?? modelStore({ cacheDir, say, env }),
      threads,
      contextSize: this.#contextSize,
      gpu: gpu ?? (device === undefined || device === 'cpu' ? false : 'auto'),
      signal,
      report: (progress) => this.#listeners.forEach((tell) => tell(progress)),
      load: seams?.load,
    }
  }
}

function whole(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return value
  throw new OptionError(`${name} must be a whole number above 0, got ${value}.`)
}

function mayCall({ tools = [], toolChoice }: GenerateRequest): boolean {
  return tools.length > 0 && toolChoice !== 'none'
}

async function withCalls(
  events: AsyncIterable<BackendEvent>,
  request: GenerateRequest,
): Promise<AsyncIterable<BackendEvent>> {
  const { callsInText } = await import('./wire/calls-in-text.ts')
  return callsInText(events, request)
}
