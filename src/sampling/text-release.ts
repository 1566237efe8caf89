/** What decides whether text may flow. */
interface ReleaseRules {
  readonly release?: 'chunk' | 'accepted' | undefined
  readonly strategy: { readonly sequential?: boolean }
  readonly requirements: readonly { readonly watch?: unknown; readonly validate?: unknown }[]
  readonly action: { readonly decode?: unknown }
  readonly production: { release(text: string): void; withdraw(): void }
}

/** Lets text out: as it comes where only watchers judge it, else not before its attempt is accepted. */
export class TextRelease {
  readonly #flows: boolean
  readonly #production: ReleaseRules['production']
  #shown: number | undefined
  // of the attempt that is shown: how much was given, and what waits for a verdict
  #given = 0
  #held = ''
  // attempts whose beginning was kept back: the rest of them makes no sense
  readonly #missed = new Set<number>()

  constructor({ release, strategy, requirements, action, production }: ReleaseRules) {
    const watchedOnly = requirements.every(({ watch, validate }) => watch && !validate)
    // text of several attempts at once cannot be told apart by a reader of plain text
    const free = watchedOnly && !action.decode && strategy.sequential === true
    this.#flows = release === undefined ? free : release === 'chunk'
    this.#production = production
  }

  /** The next piece of an attempt's text, of which so many characters are `good` by now. */
  show(attempt: number, text: string, good: number): void {
    if (!this.#flows) return
    if (this.#shown === undefined && !this.#missed.has(attempt)) {
      this.#shown = attempt
      this.#given = 0
      this.#held = ''
    }
    if (this.#shown !== attempt) {
      this.#missed.add(attempt)
      return
    }
    this.#held += text
    this.#give(Math.max(0, good - this.#given))
  }

  /** The attempt's text is complete, and all of it is good. */
  showRest(attempt: number): void {
    if (this.#shown === attempt) this.#give(this.#held.length)
  }

  /** The attempt goes on with a new text, after tools were run. */
  pause(attempt: number): void {
    if (this.#shown !== attempt) return
    if (this.#given > 0) this.#production.release('\n\n')
    this.#given = 0
  }

  withdraw(attempt: number): void {
    if (this.#shown !== attempt) return
    this.#shown = undefined
    this.#production.withdraw()
  }

  /** The call is decided: text of any attempt but this one is taken back. */
  keep(attempt: number): void {
    if (this.#shown !== undefined && this.#shown !== attempt) this.withdraw(this.#shown)
  }

  #give(length: number): void {
    const piece = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    this.#given += piece.length
    this.#production.release(piece)
  }
}
