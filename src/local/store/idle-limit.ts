/** A signal that fires when the caller's does, or when nobody said `alive()` for a while. */
export interface IdleLimit {
  readonly signal: AbortSignal
  alive(): void
  stop(): void
}

export function idleLimit(signal: AbortSignal, idleTimeoutMs: number): IdleLimit {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new Error(`no byte came for ${idleTimeoutMs / 1000} s`)),
    idleTimeoutMs,
  )
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    alive: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  }
}
