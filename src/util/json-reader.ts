/** A value's place in JSON: keys and indexes, from the outside in. */
export type JsonPath = readonly (string | number)[]

/** Where a text stops being JSON. Lines and columns count from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** The character that is there; nothing where the text ends. */
  readonly found: string | undefined
  readonly expected: string
}

interface Container {
  readonly value: unknown[] | Record<string, unknown>
  /** The key or the index of what is being read. */
  key: string | number
}

type Expecting = 'value' | 'first-value' | 'first-key' | 'key' | 'colon' | 'comma' | 'end'

type Token =
  | { readonly type: 'string'; readonly isKey: boolean; readonly pieces: string[]; escape: string }
  | { readonly type: 'number'; readonly pieces: string[]; readonly line: number; readonly column: number }
  | { readonly type: 'word'; readonly word: string; read: number }

const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const words: Readonly<Record<string, { readonly word: string; readonly value: unknown }>> = {
  t: { word: 'true', value: true },
  f: { word: 'false', value: false },
  n: { word: 'null', value: null },
}
const expected: Readonly<Record<Expecting, string>> = {
  value: 'a value',
  'first-value': 'a value or "]"',
  'first-key': 'a key in quotes or "}"',
  key: 'a key in quotes',
  colon: '":"',
  comma: '"," or the closing bracket',
  end: 'nothing more',
}

/**
 * Reads JSON that arrives in pieces, strictly: it accepts what `JSON.parse` accepts, and says where anything else goes
 * wrong as soon as it does. Every value is told when it is complete, the innermost first. Takes linear time.
 *
 * @see RFC 8259
 */
export class JsonReader {
  /** The value is complete; only white space may follow. */
  done = false
  value: unknown = undefined
  readonly #onValue: (path: JsonPath, value: unknown) => void
  readonly #open: Container[] = []
  #expecting: Expecting = 'value'
  #token: Token | undefined
  #line = 1
  #column = 1

  constructor(onValue: (path: JsonPath, value: unknown) => void = () => {}) {
    this.#onValue = onValue
  }

  /** Reads on, up to what is wrong. */
  push(text: string): JsonFault | undefined {
    for (const character of text) {
      const fault = this.#step(character)
      if (fault) return fault
      this.#pass(character)
    }
    return undefined
  }

  /** Passes over what is not JSON, so that places are those in the whole text. */
  skip(text: string): void {
    for (const character of text) this.#pass(character)
  }

  /** Nothing follows. */
  end(): JsonFault | undefined {
    const fault = this.#token?.type === 'number' ? this.#endNumber(this.#token) : undefined
    if (fault || (this.done && !this.#token)) return fault
    return this.#fault(undefined, this.#token ? 'the rest of the value' : expected[this.#expecting])
  }

  #pass(character: string): void {
    if (character === '\n') this.#line += 1
    this.#column = character === '\n' ? 1 : this.#column + 1
  }

  #step(character: string): JsonFault | undefined {
    const token = this.#token
    if (token?.type === 'string') return this.#inString(token, character)
    if (token?.type === 'word') return this.#inWord(token, character)
    if (token?.type === 'number') {
      if (/[\d.eE+-]/.test(character)) {
        token.pieces.push(character)
        return undefined
      }
      const fault = this.#endNumber(token)
      if (fault) return fault
    }
    return /[ \t\n\r]/.test(character) ? undefined : this.#structure(character)
  }

  #structure(character: string): JsonFault | undefined {
    const isValueNext = this.#expecting === 'value' || this.#expecting === 'first-value'
    const isKeyNext = this.#expecting === 'key' || this.#expecting === 'first-key'
    if (character === '"' && (isValueNext || isKeyNext)) {
      this.#token = { type: 'string', isKey: isKeyNext, pieces: [], escape: '' }
      return undefined
    }
    if (isValueNext && this.#begins(character)) return undefined
    if (character === ':' && this.#expecting === 'colon') return this.#expect('value')
    if (character === ',' && this.#expecting === 'comma') return this.#next()
    return this.#closes(character) ? undefined : this.#fault(character, expected[this.#expecting])
  }

  #next(): undefined {
    const container = this.#open.at(-1)
    if (typeof container?.key === 'number') container.key += 1
    return this.#expect(typeof container?.key === 'number' ? 'value' : 'key')
  }

  #begins(character: string): boolean {
    if (character === '{') this.#enter({}, 'first-key')
    else if (character === '[') this.#enter([], 'first-value')
    else if (/[-\d]/.test(character))
      this.#token = { type: 'number', pieces: [character], line: this.#line, column: this.#column }
    else if (words[character]) this.#token = { type: 'word', word: words[character].word, read: 1 }
    else return false
    return true
  }

  #closes(character: string): boolean {
    const container = this.#open.at(-1)
    const bracket = Array.isArray(container?.value) ? ']' : '}'
    const canClose = ['comma', 'first-value', 'first-key'].includes(this.#expecting)
    if (!container || character !== bracket || !canClose) return false
    this.#open.pop()
    this.#complete(container.value)
    return true
  }

  #enter(value: Container['value'], next: Expecting): void {
    this.#open.push({ value, key: Array.isArray(value) ? 0 : '' })
    this.#expecting = next
  }

  #inString(token: Token & { type: 'string' }, character: string): JsonFault | undefined {
    if (token.escape !== '') return this.#inEscape(token, character)
    if (character < ' ')
      return this.#fault(character, 'no control character in a text: write it as an escape')
    if (character === '\\') token.escape = character
    if (character !== '"') {
      token.pieces.push(character)
      return undefined
    }
    this.#token = undefined
    const text: unknown = JSON.parse(`"${token.pieces.join('')}"`)
    if (!token.isKey) return this.#complete(text)
    const container = this.#open.at(-1)
    if (container) container.key = String(text)
    return this.#expect('colon')
  }

  #inEscape(token: Token & { type: 'string' }, character: string): JsonFault | undefined {
    const isFirst = token.escape === '\\'
    if (!(isFirst ? /["\\/bfnrtu]/ : /[\da-fA-F]/).test(character))
      return this.#fault(
        character,
        isFirst ? 'one of "\\/bfnrtu after a backslash' : 'four hexadecimal digits',
      )
    token.pieces.push(character)
    token.escape += character
    if ((isFirst && character !== 'u') || token.escape.length === 6) token.escape = ''
    return undefined
  }

  #inWord(token: Token & { type: 'word' }, character: string): JsonFault | undefined {
    const { word } = token
    if (character !== word[token.read]) return this.#fault(character, word)
    token.read += 1
    if (token.read < word.length) return undefined
    this.#token = undefined
    return this.#complete(words[word[0] ?? '']?.value)
  }

  #endNumber({ pieces, line, column }: Token & { type: 'number' }): JsonFault | undefined {
    this.#token = undefined
    const text = pieces.join('')
    if (!numberPattern.test(text)) return { line, column, found: text.slice(0, 40), expected: 'a number' }
    return this.#complete(Number(text))
  }

  #expect(next: Expecting): undefined {
    this.#expecting = next
  }

  #complete(value: unknown): undefined {
    const container = this.#open.at(-1)
    this.#expecting = container ? 'comma' : 'end'
    if (!container) {
      this.done = true
      this.value = value
    } else if (Array.isArray(container.value)) container.value.push(value)
    else define(container.value, String(container.key), value)
    this.#onValue(
      this.#open.map(({ key }) => key),
      value,
    )
  }

  #fault(found: string | undefined, wanted: string): JsonFault {
    return { line: this.#line, column: this.#column, found, expected: wanted }
  }
}

/** An own property whatever its name: a model that writes `__proto__` must not reach ours. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}
