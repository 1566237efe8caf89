import type { Clock } from '../core/clock.ts'
import { MelleaError } from '../core/errors.ts'
import type { CancelScope } from '../util/cancel-scope.ts'

/** How long an aborted backend may take to say its last word, in milliseconds. */
const graceMs = 2_000

export interface Silence {
  readonly clock: Clock
  readonly firstChunk: number
  readonly chunk: number
  /** Aborted when nothing is said for too long. */
  readonly scope: CancelScope
  /** Who is silent, for the message. */
  readonly who: string
}

/**
 * Stops a backend that says nothing for too long. An event that says nothing (`start`) does not count.
 * One timer, however much is said: it looks when the last word was.
 */
export class SilenceWatch {
  readonly #silence: Silence
  readonly #forget: () => void
  #cancel: () => void
  #spoken = false
  #since: number

  /** @param onGiveUp The scope was aborted, by whomever, and not even the last word has come. */
  constructor(silence: Silence, onGiveUp: () => void) {
    const { clock, firstChunk, scope } = silence
    this.#silence = silence
    this.#since = clock.now()
    this.#cancel = clock.after(firstChunk, () => this.#look())
    const giveUp = (): void => {
      this.#cancel()
      this.#cancel = clock.after(graceMs, onGiveUp)
    }
    this.#forget = scope.whenAborted(giveUp)
    if (scope.aborted) giveUp()
  }

  heard({ type }: { readonly type: string }): void {
    if (type === 'start') return
    this.#since = this.#silence.clock.now()
    if (this.#spoken) return
    this.#spoken = true
    // from here on another limit holds
    if (!this.#silence.scope.aborted) this.#wait(this.#silence.chunk)
  }

  stop(): void {
    this.#cancel()
    this.#forget()
  }

  #look(): void {
    const { clock, firstChunk, chunk, scope, who } = this.#silence
    const limit = this.#spoken ? chunk : firstChunk
    const left = this.#since + limit - clock.now()
    // less than a millisecond is what timers are wrong by
    if (left >= 1) this.#wait(left)
    else scope.abort(tooSilent(who, limit, this.#spoken))
  }

  #wait(ms: number): void {
    this.#cancel()
    this.#cancel = this.#silence.clock.after(ms, () => this.#look())
  }
}

function tooSilent(who: string, ms: number, spoken: boolean): MelleaError {
  const [what, option] = spoken ? ['said nothing more', 'chunk'] : ['did not begin to answer', 'firstChunk']
  return new MelleaError(
    `${who}: ${what} for ${ms} ms. Raise \`timeout: { ${option}: ms }\` if it needs longer.`,
    { code: 'timeout', retryable: !spoken },
  )
}
