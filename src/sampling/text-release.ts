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
  // attempts whose beginning was kept back: the rest of them makes no sense
  readonly #missed = new Set<number>()

  constructor({ release, strategy, requirements, action, production }: ReleaseRules) {
    const watchedOnly = requirements.every(({ watch, validate }) => watch && !validate)
    // text of several attempts at once cannot be told apart by a reader of plain text
    const free = watchedOnly && !action.decode && strategy.sequential === true
    this.#flows = release === undefined ? free : release === 'chunk'
    this.#production = production
  }

  show(attempt: number, text: string): void {
    if (!this.#flows) return
    if (!this.#missed.has(attempt)) this.#shown ??= attempt
    if (this.#shown === attempt) this.#production.release(text)
    else this.#missed.add(attempt)
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
}
