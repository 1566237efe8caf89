import type { Clock } from '../core/clock.ts'
import { MelleaError } from '../core/errors.ts'

/** How long an aborted backend may take to say its last word, in milliseconds. */
const graceMs = 2_000

export interface Silence {
  readonly clock: Clock
  readonly firstChunk: number
  readonly chunk: number
  /** Stops the backend. */
  readonly abort: (reason: unknown) => void
  readonly signal: AbortSignal
  /** Who is silent, for the message. */
  readonly who: string
}

/**
 * Passes events on, and stops a backend that says nothing for too long. An event that says nothing (`start`) does not count.
 * After an abort the backend's own end is waited for, but not for ever.
 */
export async function* watchSilence<E extends { readonly type: string }>(
  events: AsyncIterable<E>,
  silence: Silence,
): AsyncGenerator<E, void, undefined> {
  const source = events[Symbol.asyncIterator]()
  let spoken = false
  try {
    for (;;) {
      const next = await heard(source.next(), spoken ? silence.chunk : silence.firstChunk, spoken, silence)
      if (!next || next.done) return
      if (next.value.type !== 'start') spoken = true
      yield next.value
    }
  } finally {
    // not awaited: a generator that hangs in a read cannot return, and must not hold us
    void Promise.resolve(source.return?.()).catch(() => {})
  }
}

/** The next event; `undefined` when an aborted backend does not answer any more. */
function heard<E>(
  next: Promise<IteratorResult<E>>,
  ms: number,
  spoken: boolean,
  { clock, abort, signal, who }: Silence,
): Promise<IteratorResult<E> | undefined> {
  return new Promise((fulfil, reject) => {
    let cancel = (): void => {}
    const giveUp = (): void => {
      cancel()
      cancel = clock.after(graceMs, () => fulfil(undefined))
    }
    if (signal.aborted) giveUp()
    else {
      cancel = clock.after(ms, () => abort(tooSilent(who, ms, spoken)))
      signal.addEventListener('abort', giveUp, { once: true })
    }
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', giveUp)
    }
    void next.then(fulfil, reject).then(done)
  })
}

function tooSilent(who: string, ms: number, spoken: boolean): MelleaError {
  const [what, option] = spoken ? ['said nothing more', 'chunk'] : ['did not begin to answer', 'firstChunk']
  return new MelleaError(
    `${who}: ${what} for ${ms} ms. Raise \`timeout: { ${option}: ms }\` if it needs longer.`,
    {
      code: 'timeout',
      retryable: !spoken,
    },
  )
}
