import { MelleaError, type MelleaErrorOptions } from './errors.ts'

/** What a backend knows of its failure. */
export interface BackendErrorOptions extends MelleaErrorOptions {
  /** `backend.provider`. */
  readonly provider: string
  /** The HTTP status, where there was one. */
  readonly status?: number | undefined
  /** How long the server asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  readonly url?: string | undefined
}

/**
 * The model's server or engine refused, failed, or answered with something unreadable.
 *
 * `status` is missing when no reply came (`unreachable`, `timeout`) and for models in this process.
 * `raw` is the reply's body as far as it was read.
 */
export class BackendError extends MelleaError {
  readonly provider: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly url: string | undefined

  constructor(message: string, { provider, status, retryAfterMs, url, ...options }: BackendErrorOptions) {
    super(`${provider}: ${message}`, options)
    this.provider = provider
    this.status = status
    this.retryAfterMs = retryAfterMs
    this.url = url
  }
}
