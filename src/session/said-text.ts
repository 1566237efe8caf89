import { MelleaError } from '../core/errors.ts'
import type { StreamEvent } from '../core/stream-event.ts'

/** What the attempts of a call have said so far, for an error that ends it. */
export class SaidText {
  readonly #texts = new Map<number, string>()

  hear(event: StreamEvent<unknown, unknown>): void {
    if (event.type !== 'text-delta') return
    this.#texts.set(event.attempt, (this.#texts.get(event.attempt) ?? '') + event.delta)
  }

  /** Our own errors say what had been generated; a reason that the caller brought is left alone. */
  addTo(error: unknown, ...brought: readonly (AbortSignal | undefined)[]): unknown {
    const isOurs = MelleaError.isInstance(error) && brought.every((signal) => signal?.reason !== error)
    if (!isOurs || error.text !== undefined) return error
    const latest = Math.max(...this.#texts.keys())
    const value = this.#texts.get(latest)
    if (value !== undefined)
      Object.defineProperty(error, 'text', { value, enumerable: false, configurable: true, writable: true })
    return error
  }
}
