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
    else undo.push(follow(signal, () => controller.abort(signal.reason)))
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => undo.splice(0).forEach((each) => each()),
  }
}

interface Followers {
  readonly all: Set<() => void>
  readonly listener: () => void
}

// one listener a signal, however many follow it: a thousand calls under one signal are no leak to be warned of
const followers = new WeakMap<AbortSignal, Followers>()

function follow(signal: AbortSignal, call: () => void): () => void {
  const { all, listener } = followers.get(signal) ?? startFollowing(signal)
  all.add(call)
  return () => {
    all.delete(call)
    if (all.size > 0) return
    signal.removeEventListener('abort', listener)
    followers.delete(signal)
  }
}

function startFollowing(signal: AbortSignal): Followers {
  const all = new Set<() => void>()
  const listener = (): void => {
    for (const call of all) call()
  }
  signal.addEventListener('abort', listener, { once: true })
  followers.set(signal, { all, listener })
  return { all, listener }
}
