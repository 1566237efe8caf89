import type {
  Backend,
  BackendEvent,
  Capabilities,
  GenerateRequest,
  PrepareProgress,
  PrepareRequest,
} from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import type { Prices } from '../core/price.ts'
import type { CancelScope } from '../util/cancel-scope.ts'
import { sharedTask } from '../util/shared-task.ts'

/** Who a backend will be, before it is loaded. */
export interface BackendPromise {
  readonly provider: string
  readonly modelId: string
  /** Loads or chooses it: once, by the first call. */
  readonly load: (request: PrepareRequest) => Promise<Backend>
}

/**
 * A backend that is loaded by its first call: a stand-in that knows who it will be.
 * A load that failed is tried again by the next call.
 */
export class LazyBackend implements Backend {
  readonly spec = 'mellea-backend/1'
  readonly #promise: BackendPromise
  readonly #listeners = new Set<NonNullable<PrepareRequest['onProgress']>>()
  readonly #loadOnce: (signal: AbortSignal) => Promise<Backend>
  #loading: Promise<Backend> | undefined
  #loaded: Backend | undefined

  constructor(promise: BackendPromise) {
    this.#promise = promise
    // who aborts leaves; the load goes on for those who stay
    this.#loadOnce = sharedTask((signal) => {
      const onProgress = (progress: PrepareProgress): void => {
        for (const listener of this.#listeners) listener(progress)
      }
      this.#loading = this.#promise.load({ signal, onProgress })
      return this.#loading
    })
  }

  get provider(): string {
    return this.#loaded?.provider ?? this.#promise.provider
  }

  get modelId(): string {
    return this.#loaded?.modelId ?? this.#promise.modelId
  }

  get prices(): Prices | undefined {
    return this.#loaded?.prices
  }

  /** The backend itself, loaded if it was not yet. */
  async load({ signal, onProgress }: PrepareRequest): Promise<Backend> {
    if (this.#loaded) return this.#loaded
    if (onProgress) this.#listeners.add(onProgress)
    try {
      this.#loaded ??= await this.#loadOnce(signal)
      return this.#loaded
    } finally {
      if (onProgress) this.#listeners.delete(onProgress)
    }
  }

  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    return (await this.load({ signal })).capabilities(signal)
  }

  async prepare(request: PrepareRequest): Promise<void> {
    await (await this.load(request)).prepare?.(request)
  }

  async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    yield* (await this.load({ signal: request.signal })).generate(request)
  }

  async embed(request: EmbedRequest): Promise<EmbedReply> {
    const backend = await this.load({ signal: request.signal })
    if (backend.embed) return backend.embed(request)
    throw (await import('./cannot-embed.ts')).cannotEmbed(backend)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const loaded = await this.#loading?.catch(() => undefined)
    await loaded?.[Symbol.asyncDispose]?.()
  }
}

/** The backend behind a stand-in; any other is itself. */
export function loadedBackend(backend: Backend, scope: CancelScope): Backend | Promise<Backend> {
  return backend instanceof LazyBackend ? backend.load({ signal: scope.signal }) : backend
}
