import { MelleaError } from './errors.ts'

/**
 * Text that readers get as it comes, and that may be taken back. Who has read of what is taken back gets on when the text that comes
 * instead begins with the same words; else it is an error.
 */
export class ReleasedText {
  #chunks: string[] = []
  // the texts that were taken back, in order
  readonly #withdrawn: string[] = []
  #whole: string | undefined
  #failed = false

  add(text: string): void {
    this.#chunks.push(text)
  }

  /** Whether there was something to take back. */
  withdraw(): boolean {
    if (this.#chunks.length === 0) return false
    this.#withdrawn.push(this.#chunks.join(''))
    this.#chunks = []
    return true
  }

  /** Nothing more comes. Without a text the call has failed: what was read stands, whatever came after it. */
  close(text?: string): void {
    this.#failed = text === undefined
    this.#whole = text ?? this.#chunks.join('')
    this.#chunks = []
  }

  /** Gives a reader its next piece, or `undefined` while there is none. @throws MelleaError when what it has read was taken back. */
  reader(): () => string | undefined {
    let round = this.#withdrawn.length
    let at = 0
    // how much of the present text it knows
    let known = 0
    // what it has read of a text that was taken back
    let had = ''
    return () => {
      if (round !== this.#withdrawn.length) {
        if (known > had.length) had = this.#withdrawn[round]?.slice(0, known) ?? ''
        round = this.#withdrawn.length
        at = 0
        known = 0
      }
      if (this.#whole !== undefined) {
        const isOther = !this.#whole.startsWith(had)
        if (isOther && !this.#failed) throw withdrawn()
        const from = Math.max(known, had.length)
        known = this.#whole.length
        return isOther || from >= known ? undefined : this.#whole.slice(from)
      }
      for (let chunk = this.#chunks[at]; chunk !== undefined; chunk = this.#chunks[at]) {
        const again = had.slice(known, known + chunk.length)
        if (!chunk.startsWith(again)) throw withdrawn()
        at += 1
        known += chunk.length
        if (again.length < chunk.length) return chunk.slice(again.length)
      }
      return undefined
    }
  }
}

function withdrawn(): MelleaError {
  return new MelleaError(
    'Text that was already read belongs to an attempt that has been rejected since. ' +
      "Read `.events` (they say which attempt a delta belongs to), or pass `release: 'accepted'` to get text only once it is accepted.",
    { code: 'text-withdrawn' },
  )
}
