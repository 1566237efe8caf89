/** What one of several pieces of work came to. */
export type Finished<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown }

export interface Work<T> {
  readonly count: number
  /** How many at a time. */
  readonly concurrency: number
  readonly start: (index: number) => Promise<T>
  /** Called when nobody wants the rest: ends what still runs. */
  readonly cancel: () => void
}

/**
 * Pieces of work as they finish, whatever they come to; the next is begun as soon as one has ended, whether or not anybody looks.
 * Leaving early cancels the rest and waits for its end.
 */
export async function* asFinished<T>(work: Work<T>): AsyncGenerator<Finished<T>, void, undefined> {
  const { count, concurrency, start, cancel } = work
  const finished: Finished<T>[] = []
  const running = new Set<Promise<void>>()
  let begun = 0
  let wake = (): void => {}
  let wanted = count
  const end = (one: Finished<T>, place: Promise<void>): void => {
    finished.push(one)
    running.delete(place)
    fill()
    wake()
  }
  const fill = (): void => {
    while (begun < wanted && running.size < concurrency) {
      const place: Promise<void> = start(begun++).then(
        (value) => end({ ok: true, value }, place),
        (error: unknown) => end({ ok: false, error }, place),
      )
      running.add(place)
    }
  }
  try {
    fill()
    for (let given = 0; given < count; given++) {
      if (finished.length === 0) await new Promise<void>((resume) => (wake = resume))
      const next = finished.shift()
      if (next) yield next
    }
  } finally {
    wanted = begun
    if (running.size > 0) cancel()
    await Promise.all(running)
  }
}
