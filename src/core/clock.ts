/** Time, as an option: tests bring their own. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Calls back after `ms`; returns what cancels it. */
  after(ms: number, call: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    // the runtime's timers hold 31 bits: a longer wait is no wait at all there
    const timer = setTimeout(call, Math.min(ms, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}
