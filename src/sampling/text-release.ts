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

  constructor({ release, strategy, requirements, action, production }: ReleaseRules) {
    const watchedOnly = requirements.every(({ watch, validate }) => watch && !validate)
    // text of several attempts at once cannot be told apart by a reader of plain text
    const free = watchedOnly && !action.decode && strategy.sequential === true
    this.#flows = release === undefined ? free : release === 'chunk'
    this.#production = production
  }

  show(attempt: number, text: string): void {
    if (!this.#flows) return
    this.#shown ??= attempt
    if (this.#shown === attempt) this.#production.release(text)
  }

  withdraw(attempt: number): void {
    if (this.#shown !== attempt) return
    this.#shown = undefined
    this.#production.withdraw()
  }
}
