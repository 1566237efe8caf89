import { needing, type Found, type Reader, type Sentence } from './sentence.ts'

/** Readers by the name of their slot. */
export type Slots = Readonly<Record<string, Reader<unknown>>>

/** What the slots of a pattern hold; one that stands in an alternative may be empty. */
export type SlotValues<S extends Slots> = {
  readonly [name in keyof S]?: S[name] extends Reader<infer V> ? V : never
}

type Filled = Readonly<Record<string, unknown>>
type Part = Reader<Filled>

/** Parts by name: `@name` in a pattern. */
export type Vocabulary = ReadonlyMap<string, Part>

/** A vocabulary out of patterns; each may use those before it. */
export function vocabularyOf(
  patterns: Readonly<Record<string, string>>,
  known: Vocabulary = new Map(),
  slots: Slots = {},
): Vocabulary {
  const all = new Map(known)
  for (const [name, text] of Object.entries(patterns)) all.set(name, pattern(text, slots, all))
  return all
}

/**
 * A reader for a small language: words as they are; `(this | that)`; `[perhaps]`; `{slot}`, read by the reader of that name;
 * and `@name`, a part of the vocabulary. A backslash before a bracket makes it a mark like any other.
 */
export function pattern<S extends Slots>(
  text: string,
  slots: S,
  vocabulary: Vocabulary = new Map(),
): Reader<SlotValues<S>> {
  const symbols = text.match(/\{\w+\}|@\w+|\\?[()[\]|]|[^\s()[\]{}|@\\]+/g) ?? []
  const reader = new PatternReader(symbols, slots, vocabulary)
  // the names and types of what is filled in are those of `slots`
  return reader.whole(text) as Reader<SlotValues<S>>
}

class PatternReader {
  readonly #symbols: readonly string[]
  readonly #slots: Slots
  readonly #vocabulary: Vocabulary
  #at = 0

  constructor(symbols: readonly string[], slots: Slots, vocabulary: Vocabulary) {
    this.#symbols = symbols
    this.#slots = slots
    this.#vocabulary = vocabulary
  }

  whole(text: string): Part {
    const part = this.#choice()
    if (this.#at < this.#symbols.length) throw new Error(`A stray "${this.#symbols[this.#at]}" in "${text}".`)
    return part
  }

  #choice(): Part {
    const all = [this.#sequence()]
    while (this.#symbols[this.#at] === '|') {
      this.#at += 1
      all.push(this.#sequence())
    }
    return all.length === 1 && all[0] ? all[0] : anyOf(all)
  }

  #sequence(): Part {
    const parts: Part[] = []
    for (;;) {
      const symbol = this.#symbols[this.#at]
      if (symbol === undefined || ['|', ')', ']'].includes(symbol)) return inTurn(parts)
      this.#at += 1
      parts.push(this.#part(symbol))
    }
  }

  #part(symbol: string): Part {
    if (symbol === '(') return this.#closed(')')
    if (symbol === '[') return anyOf([this.#closed(']'), nothing])
    if (symbol.startsWith('@')) return named(symbol.slice(1), this.#vocabulary)
    if (symbol.startsWith('{')) return this.#slot(symbol.slice(1, -1))
    return literal(symbol.replace('\\', ''))
  }

  #closed(end: string): Part {
    const part = this.#choice()
    if (this.#symbols[this.#at] !== end)
      throw new Error(`A "${end}" is missing in "${this.#symbols.join(' ')}".`)
    this.#at += 1
    return part
  }

  #slot(name: string): Part {
    const reader = this.#slots[name]
    if (!reader) throw new Error(`There is no reader for the slot "${name}".`)
    return needing(reader.needs, (sentence, at) =>
      sentence.read(reader, at).map(({ value, next }) => ({ value: { [name]: value }, next })),
    )
  }
}

function named(name: string, vocabulary: Vocabulary): Part {
  const part = vocabulary.get(name)
  if (!part) throw new Error(`There is no "@${name}" in the vocabulary.`)
  return part
}

const empty: Filled = {}
const nothing: Part = (_sentence, at) => [{ value: empty, next: at }]

function literal(word: string): Part {
  return needing(new Set([word]), (sentence, at) =>
    sentence.plain(at) === word ? [{ value: empty, next: at + 1 }] : [],
  )
}

function anyOf(parts: readonly Part[]): Part {
  const needs = union(parts.map((part) => part.needs))
  return needing(needs, (sentence, at) => distinct(parts.flatMap((part) => sentence.read(part, at))))
}

/** What is needed where any of several will do. */
export function union(all: readonly Part['needs'][]): Part['needs'] {
  return all.every((each) => each !== undefined) ? new Set(all.flatMap((each) => [...each])) : undefined
}

function inTurn(parts: readonly Part[]): Part {
  const [first, ...rest] = parts
  if (!first) return nothing
  if (rest.length === 0) return first
  return needing(fewest(parts), (sentence, at) => {
    let found = sentence.read(first, at)
    for (const part of rest) found = distinct(found.flatMap((before) => continued(sentence, before, part)))
    return found
  })
}

function fewest(parts: readonly Part[]): Part['needs'] {
  const all = parts.flatMap(({ needs }) => needs ?? [])
  return all.toSorted((one, other) => one.size - other.size)[0]
}

function continued(sentence: Sentence, { value, next }: Found<Filled>, part: Part): readonly Found<Filled>[] {
  const after = sentence.read(part, next)
  if (value === empty) return after
  return after.map((each) => ({
    value: each.value === empty ? value : { ...value, ...each.value },
    next: each.next,
  }))
}

/** Ways that lead to the same place with nothing filled in are one. */
function distinct(found: readonly Found<Filled>[]): readonly Found<Filled>[] {
  if (found.length < 2) return found
  const seen = new Set<number>()
  return found.filter(({ value, next }) => {
    if (value !== empty) return true
    const isNew = !seen.has(next)
    seen.add(next)
    return isNew
  })
}
