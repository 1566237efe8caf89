import type { Backend, BackendEvent, Capabilities, GenerateRequest, PrepareRequest } from '../core/backend.ts'
import { abortable } from '../util/abortable.ts'

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
  #loading: Promise<Backend> | undefined
  #loaded: Backend | undefined

  constructor(promise: BackendPromise) {
    this.#promise = promise
  }

  get provider(): string {
    return this.#loaded?.provider ?? this.#promise.provider
  }

  get modelId(): string {
    return this.#loaded?.modelId ?? this.#promise.modelId
  }

  /** The backend itself, loaded if it was not yet. */
  load(request: PrepareRequest): Promise<Backend> {
    this.#loading ??= this.#promise.load(request).then(
      (backend) => (this.#loaded = backend),
      (error: unknown) => {
        this.#loading = undefined
        throw error
      },
    )
    return abortable(this.#loading, request.signal)
  }

  async capabilities(signal: AbortSignal): Promise<Capabilities> {
    return (await this.load({ signal })).capabilities(signal)
  }

  async prepare(request: PrepareRequest): Promise<void> {
    await (await this.load(request)).prepare?.(request)
  }

  async *generate(request: GenerateRequest): AsyncGenerator<BackendEvent, void, undefined> {
    yield* (await this.load(request)).generate(request)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const loaded = await this.#loading?.catch(() => undefined)
    await loaded?.[Symbol.asyncDispose]?.()
  }
}

/** The backend behind a stand-in; any other is itself. */
export function loadedBackend(backend: Backend, signal: AbortSignal): Backend | Promise<Backend> {
  return backend instanceof LazyBackend ? backend.load({ signal }) : backend
}
