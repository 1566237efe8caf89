import { onAbort } from './on-abort.ts'

/** A signal that follows others, and lets go of them. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  readonly abort: (this: void, reason: unknown) => void
  /** Stops following: long-lived signals keep nothing of this one. */
  readonly unlink: (this: void) => void
}

/** Aborts as soon as one of `signals` does, with its reason. */
export function linkSignals(...signals: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController()
  const undo: (() => void)[] = []
  for (const signal of signals) {
    if (!signal) continue
    if (signal.aborted) controller.abort(signal.reason)
    else undo.push(onAbort(signal, () => controller.abort(signal.reason)))
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => undo.splice(0).forEach((each) => each()),
  }
}
