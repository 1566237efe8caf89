/** Timers that the process around asks for: nothing of it has to be handed in. */
export interface SandboxTimers {
  readonly globals: Readonly<Record<string, unknown>>
  /** Milliseconds until the next timer; below 0 when there is none. */
  readonly nextTimer: () => number
  readonly fireTimer: () => void
}

interface Timer {
  readonly id: number
  at: number
  readonly every: number | undefined
  readonly run: () => unknown
  next: Timer | undefined
}

/** Runs in the sandbox, as text: it needs nothing from outside, and keeps what it uses later, since the code may change it. */
export function sandboxTimers(): SandboxTimers {
  const { apply } = Reflect
  const { now } = Date
  const toNumber = Number
  let first: Timer | undefined
  let lastId = 0

  const add = (timer: Timer): void => {
    if (!first || timer.at < first.at) {
      timer.next = first
      first = timer
      return
    }
    let before = first
    while (before.next && before.next.at <= timer.at) before = before.next
    timer.next = before.next
    before.next = timer
  }
  const setting =
    (repeats: boolean) =>
    (run: (...args: unknown[]) => unknown, delay?: unknown, ...args: unknown[]): number => {
      const wait = toNumber(delay)
      const ms = wait >= 1 && wait < 2 ** 31 ? wait : 1
      lastId += 1
      const every = repeats ? ms : undefined
      add({ id: lastId, at: now() + ms, every, run: () => apply(run, undefined, args), next: undefined })
      return lastId
    }
  const clear = (id: unknown): void => {
    if (first?.id === id) first = first?.next
    for (let before = first; before; before = before.next)
      if (before.next?.id === id) before.next = before.next?.next
  }

  return {
    globals: {
      setTimeout: setting(false),
      setInterval: setting(true),
      clearTimeout: clear,
      clearInterval: clear,
    },
    nextTimer() {
      if (!first) return -1
      const wait = first.at - now()
      return wait > 0 ? wait : 0
    },
    fireTimer() {
      const timer = first
      if (!timer) return
      first = timer.next
      const { id, every, run } = timer
      if (every !== undefined) add({ id, at: now() + every, every, run, next: undefined })
      run()
    },
  }
}
