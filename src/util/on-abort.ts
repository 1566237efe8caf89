interface Followers {
  readonly all: Set<() => void>
  readonly listener: () => void
}

// one listener a signal, however many follow it: a thousand calls under one signal are no leak to be warned of
const followers = new WeakMap<AbortSignal, Followers>()

/** Calls back when `signal` aborts; returns what ends that. */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const { all, listener } = followers.get(signal) ?? startFollowing(signal)
  all.add(call)
  return () => {
    all.delete(call)
    if (all.size > 0 || followers.get(signal)?.all !== all) return
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
