import type { Token } from './tokens.ts'

/** What was read from a place on: a value, and the place after it. */
export interface Found<V> {
  readonly value: V
  readonly next: number
}

/** Reads something that begins at a token: every way to read it. */
export interface Reader<V> {
  (sentence: Sentence, at: number): readonly Found<V>[]
  /** A sentence without any of these words has nothing for it. */
  readonly needs?: ReadonlySet<string> | undefined
}

/** A reader that says which words it cannot do without. */
export function needing<V>(needs: ReadonlySet<string> | undefined, reader: Reader<V>): Reader<V> {
  return Object.assign(reader, { needs })
}

/** Tokens, and what readers found in them: none has to look at a place twice. */
export class Sentence {
  readonly tokens: readonly Token[]
  readonly #words: ReadonlySet<string>
  readonly #found = new Map<unknown, (readonly Found<unknown>[] | undefined)[]>()

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
    this.#words = new Set(tokens.map(({ text }) => text))
  }

  /** The text of a word or mark; nothing where there is none, or where it is between marks. */
  plain(at: number): string | undefined {
    const token = this.tokens[at]
    return token?.kind === 'word' || token?.kind === 'mark' ? token.text : undefined
  }

  #has({ needs }: Reader<unknown>): boolean {
    if (!needs) return true
    for (const word of needs) if (this.#words.has(word)) return true
    return false
  }

  /** What `reader` finds at a place, looked up if it was there before. */
  read<V>(reader: Reader<V>, at: number): readonly Found<V>[] {
    if (!this.#has(reader)) return []
    let places = this.#found.get(reader)
    if (!places) this.#found.set(reader, (places = []))
    // what is kept under a reader is what that reader gave
    return (places[at] ??= reader(this, at)) as readonly Found<V>[]
  }
}
