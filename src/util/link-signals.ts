/** A signal that follows others, and lets go of them. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  abort(reason: unknown): void
  /** Stops following: long-lived signals keep nothing of this one. */
  unlink(): void
}

/** Aborts as soon as one of `signals` does, with its reason. */
export function linkSignals(...signals: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController()
  const undo: (() => void)[] = []
  for (const signal of signals) {
    if (!signal) continue
    const follow = (): void => controller.abort(signal.reason)
    if (signal.aborted) follow()
    else {
      signal.addEventListener('abort', follow, { once: true })
      undo.push(() => signal.removeEventListener('abort', follow))
    }
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => undo.splice(0).forEach((each) => each()),
  }
}
