import type { Clock } from '../core/clock.ts'

interface Timer {
  readonly at: number
  readonly call: () => void
}

/**
 * Time that moves only when told to: for tests of deadlines, silences and the waits between retries, which then take no time.
 *
 * @example
 * import { BackendError, MelleaSession } from 'mellea'
 * import { ManualClock, MockBackend } from 'mellea/testing'
 * const busy = new BackendError('Busy.', { provider: 'mock', code: 'overloaded', retryable: true })
 * const clock = new ManualClock()
 * const m = new MelleaSession({ backend: new MockBackend([busy, 'Hello.']), clock, random: () => 0 })
 * const call = m.instruct('Greet.')
 * await clock.advance(500) // the wait before the first retry
 * console.assert((await call).text === 'Hello.')
 */
export class ManualClock implements Clock {
  #now = 0
  readonly #timers = new Set<Timer>()

  /** Milliseconds since the clock was made. */
  now(): number {
    return this.#now
  }

  /** Calls back once `advance` has moved `ms` on; returns what cancels it. */
  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** How long each of them has still to wait, in milliseconds, the shortest first. */
  get waits(): readonly number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).toSorted((a, b) => a - b)
  }

  /** Lets everything that can happen now happen, then moves on by `ms`, timer by timer. */
  async advance(ms: number): Promise<void> {
    await settled()
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#now = Math.max(this.#now, next.at)
      this.#timers.delete(next)
      next.call()
      await settled()
    }
    this.#now = end
  }
}

/** Waits until all that is ready to run has run. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resume) => setImmediate(resume))
}
