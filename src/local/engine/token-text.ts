/** Turns tokens into text; the second list came before the first. */
export type Detokenize = (tokens: readonly number[], before: readonly number[]) => string

const REPLACEMENT = '\uFFFD'

/** A token may end in the middle of a character, which takes up to four; what looks broken for longer is. */
const MOST_PENDING = 32

/** How many tokens back the spelling of one may depend on. */
const MEMORY = 4

/** Text out of a stream of tokens: a character is held back until it is whole. */
export class TokenText {
  readonly #detokenize: Detokenize
  #pending: number[] = []
  #before: readonly number[] = []

  constructor(detokenize: Detokenize, before: readonly number[] = []) {
    this.#detokenize = detokenize
    this.#before = before.slice(-MEMORY)
  }

  /** The text that is certain with this token. */
  push(token: number): string {
    this.#pending.push(token)
    const text = this.#detokenize(this.#pending, this.#before)
    if (text.endsWith(REPLACEMENT) && this.#pending.length < MOST_PENDING) return ''
    return this.#release(text)
  }

  /** What is left when no more tokens come. */
  end(): string {
    if (this.#pending.length === 0) return ''
    return this.#release(this.#detokenize(this.#pending, this.#before))
  }

  #release(text: string): string {
    this.#before = [...this.#before, ...this.#pending].slice(-MEMORY)
    this.#pending = []
    return text
  }
}
