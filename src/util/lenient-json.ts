/**
 * The JSON that a model meant, where its text can mean one thing only; else `undefined`.
 *
 * Put right are: code fences and words around the value, single quotes, keys without quotes, `True`, `False` and `None`, line breaks inside of
 * texts, commas before a bracket, brackets that are missing or too many at the end, and a value that was said twice. Not guessed are:
 * texts and numbers that may have been cut off, quotes inside of texts, and one of several values.
 */
export function lenientJson(text: string): unknown {
  const start = text.search(/[{[]/)
  if (start < 0) return undefined
  try {
    const reader = new LenientReader(text, start)
    const first = reader.value()
    for (;;) {
      const next = text.slice(reader.at).search(/[{["]/)
      if (next < 0) return first
      reader.at += next
      // said twice is said once
      if (JSON.stringify(reader.value()) !== JSON.stringify(first)) return undefined
    }
  } catch (error) {
    if (error === unclear) return undefined
    throw error
  }
}

const unclear: unique symbol = Symbol('unclear')
const words = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
])
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const MOST_LEVELS = 512

class LenientReader {
  at: number
  readonly #text: string
  #depth = 0

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  value(): unknown {
    const next = this.#look()
    if (next === '{') return this.#nested(() => this.#object())
    if (next === '[') return this.#nested(() => this.#array())
    if (next === '"' || next === "'") return this.#string(next)
    return this.#match(/[+-]?[\d.]/y, false) === undefined ? this.#word() : this.#number()
  }

  #nested<V>(read: () => V): V {
    if (++this.#depth > MOST_LEVELS) throw unclear
    this.at += 1
    const value = read()
    this.#depth -= 1
    return value
  }

  #object(): object {
    const members: [string, unknown][] = []
    while (!this.#closes('}')) {
      const quote = this.#look()
      const key = quote === '"' || quote === "'" ? this.#string(quote) : this.#match(/[A-Za-z_$][\w$-]*/y)
      if (key === undefined || this.#look() !== ':') throw unclear
      this.at += 1
      members.push([key, this.value()])
      this.#comma('}')
    }
    // own members whatever their names: a model that writes `__proto__` must not reach ours
    return Object.fromEntries(members)
  }

  #array(): unknown[] {
    const items: unknown[] = []
    while (!this.#closes(']')) {
      items.push(this.value())
      this.#comma(']')
    }
    return items
  }

  /** A bracket that is missing at the very end is there. */
  #closes(bracket: string): boolean {
    const next = this.#look()
    if (next === bracket) this.at += 1
    return next === bracket || next === undefined
  }

  #comma(bracket: string): void {
    const next = this.#look()
    if (next === ',') this.at += 1
    else if (next !== bracket && next !== undefined) throw unclear
  }

  #string(quote: string): string {
    const pieces: string[] = []
    for (this.at += 1; this.at < this.#text.length; this.at += 1) {
      const character = this.#text[this.at] ?? ''
      if (character === quote) {
        this.at += 1
        return pieces.join('')
      }
      pieces.push(character === '\\' ? this.#escaped() : character)
    }
    throw unclear
  }

  /** A backslash that begins no escape of JSON stands for itself, but before a quote. */
  #escaped(): string {
    this.at += 1
    const character = this.#text[this.at]
    if (character === undefined) throw unclear
    if (character !== 'u')
      return escapes[character] ?? (/["'\\/]/.test(character) ? character : `\\${character}`)
    const code = /[\da-fA-F]{4}/y
    code.lastIndex = this.at + 1
    const digits = code.exec(this.#text)?.[0]
    if (digits === undefined) throw unclear
    this.at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  /** One at the very end may have been cut off, and one with zeros in front may be a text. */
  #number(): number {
    const said = this.#match(/[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y)
    const after = this.#text[this.at]
    if (said === undefined || after === undefined || !/[\s,}\]]/.test(after)) throw unclear
    return Number(said)
  }

  #word(): boolean | null {
    const value = words.get(this.#match(/[A-Za-z]+/y) ?? '')
    if (value === undefined) throw unclear
    return value
  }

  #match(pattern: RegExp, takes = true): string | undefined {
    this.#look()
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0]
    if (takes) this.at += found?.length ?? 0
    return found
  }

  /** The next character that says something. */
  #look(): string | undefined {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at += 1
    return this.#text[this.at]
  }
}
