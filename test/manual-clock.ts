import type { Clock } from '../src/core/clock.ts'

interface Timer {
  readonly at: number
  readonly call: () => void
}

/** Time that moves only when told to. */
export class ManualClock implements Clock {
  #now = 0
  readonly #timers = new Set<Timer>()

  now(): number {
    return this.#now
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** The waits that are due next, in milliseconds from now. */
  get waits(): readonly number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).toSorted((a, b) => a - b)
  }

  /** Lets everything that can happen happen, then moves on by `ms`, timer by timer. */
  async advance(ms: number): Promise<void> {
    await idle()
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#now = Math.max(this.#now, next.at)
      this.#timers.delete(next)
      next.call()
      await idle()
    }
    this.#now = end
  }
}

/** Waits until all that is ready to run has run; takes no time. */
export async function idle(turns = 3): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resume) => setImmediate(resume))
}

/** A door: whoever comes waits until it is opened. */
export class Gate {
  #open = (): void => {}
  readonly #opened = new Promise<void>((resume) => (this.#open = resume))
  /** How many came. */
  came = 0

  pass(): Promise<void> {
    this.came += 1
    return this.#opened
  }

  open(): void {
    this.#open()
  }
}

/** What was rejected and seen by nobody while `work` ran. */
export async function unhandled(work: () => unknown): Promise<readonly unknown[]> {
  const seen: unknown[] = []
  const others = process.listeners('unhandledRejection')
  const note = (reason: unknown): void => void seen.push(reason)
  // the test runner's own listener would fail the run
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
  try {
    await work()
    await idle()
  } finally {
    process.off('unhandledRejection', note)
    for (const other of others) process.on('unhandledRejection', other)
  }
  return seen
}
