/** What a scanner finds, in order. Offsets are those of all of the text. */
export interface JsonSink {
  /** An object or an array begins. */
  open(isArray: boolean, start: number): void
  /** The innermost of them ends. */
  close(): void
  key(text: string): void
  /** A text, number, boolean or null is complete. */
  value(value: string | number | boolean | null, start: number): void
  /** A code fence begins: what was found before it was not meant. */
  reset(): void
}

type State =
  | 'prose'
  | 'first-value'
  | 'value'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'after'
  | 'string'
  | 'escape'
  | 'unicode'
  | 'number'
  | 'word'
  | 'done'
  | 'broken'

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
const words: ReadonlyMap<string, readonly [word: string, value: boolean | null]> = new Map([
  ['t', ['true', true]],
  ['f', ['false', false]],
  ['n', ['null', null]],
])

/**
 * Reads the JSON object or array in a text that comes in pieces, exactly as strict as `JSON.parse`; every character is looked at once.
 *
 * What stands before it and after it is skipped. Where a code fence opens outside of it, what stands in the first fence is meant.
 *
 * @see RFC 8259
 */
export class JsonScanner {
  /** Why the reading ended, where the text is no JSON; an offset follows it in words. */
  problem: string | undefined
  /** Whether that was because of too many containers in each other. */
  tooDeep = false
  /** How many containers are open. */
  depth = 0
  readonly #sink: JsonSink
  readonly #maxDepth: number
  readonly #isArray: boolean[] = []
  #state: State = 'prose'
  #offset = 0
  #start = 0
  #isKey = false
  #text = ''
  // half of a character: shown with its other half only
  #half = ''
  #hex = ''
  #ticks = 0
  #fenced = false

  constructor(sink: JsonSink, maxDepth: number) {
    this.#sink = sink
    this.#maxDepth = maxDepth
  }

  /** Whether the value is complete. */
  get done(): boolean {
    return this.#state === 'done'
  }

  /** The text value that is being written, as far as it is. */
  get openText(): string | undefined {
    const isOpen = this.#state === 'string' || this.#state === 'escape' || this.#state === 'unicode'
    return isOpen && !this.#isKey ? this.#text : undefined
  }

  push(text: string): void {
    let at = 0
    while (at < text.length) at = this.#read(text, at)
    this.#offset += text.length
  }

  /** Reads on from `at` in one state; gives where the next one begins. */
  #read(text: string, at: number): number {
    const state = this.#state
    if (state === 'string') return this.#string(text, at)
    if (state === 'number') return this.#number(text, at)
    if (state === 'prose' || state === 'done' || state === 'broken') return this.#outside(text, at)
    this.#character(text.charAt(at), this.#offset + at)
    return at + 1
  }

  #outside(text: string, from: number): number {
    if (this.#fenced && this.#state !== 'prose') return text.length
    for (let at = from; at < text.length; at++) {
      const character = text.charAt(at)
      this.#ticks = character === '`' ? this.#ticks + 1 : 0
      if (this.#ticks === 3 && !this.#fenced) this.#enterFence()
      if (this.#state !== 'prose' || (character !== '{' && character !== '[')) continue
      this.#begin(character, this.#offset + at)
      return at + 1
    }
    return text.length
  }

  #enterFence(): void {
    this.#fenced = true
    if (this.#state === 'prose') return
    this.#state = 'prose'
    this.#isArray.length = 0
    this.depth = 0
    this.problem = undefined
    this.#sink.reset()
  }

  #string(text: string, from: number): number {
    let at = from
    let code = 0
    for (; at < text.length; at++) {
      code = text.charCodeAt(at)
      if (code === 34 || code === 92 || code < 32) break
    }
    if (at > from) this.#append(text.slice(from, at))
    if (at === text.length) return at
    if (code === 34) this.#endString()
    else if (code === 92) this.#state = 'escape'
    else this.#break('has a control character in a text', this.#offset + at)
    return at + 1
  }

  #append(piece: string): void {
    const whole = this.#half + piece
    const last = piece.charCodeAt(piece.length - 1)
    const isHalf = last >= 0xd800 && last < 0xdc00
    this.#half = isHalf ? piece.slice(-1) : ''
    this.#text += isHalf ? whole.slice(0, -1) : whole
  }

  #endString(): void {
    const text = this.#text + this.#half
    this.#half = ''
    this.#state = this.#isKey ? 'colon' : 'after'
    if (this.#isKey) this.#sink.key(text)
    else this.#sink.value(text, this.#start)
  }

  #number(text: string, from: number): number {
    let at = from
    while (at < text.length && isOfNumber(text.charCodeAt(at))) at++
    this.#text += text.slice(from, at)
    if (at === text.length) return at
    if (number.test(this.#text)) {
      this.#state = 'after'
      this.#sink.value(Number(this.#text), this.#start)
    } else this.#break('has a malformed number', this.#start)
    return at
  }

  /** One character where each of them counts. */
  #character(character: string, offset: number): void {
    const state = this.#state
    if (state === 'escape') return this.#escape(character, offset)
    if (state === 'unicode') return this.#unicode(character, offset)
    if (state === 'word') return this.#word(character, offset)
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') return
    if (this.#fits(character)) return
    if (state === 'value' || state === 'first-value') this.#begin(character, offset)
    else this.#break(`has a misplaced ${JSON.stringify(character)}`, offset)
  }

  /** Brackets at the end, commas, colons, and the quote of a key: whether it was one, in its place. */
  #fits(character: string): boolean {
    const state = this.#state
    const inArray = this.#isArray[this.depth - 1]
    if (state === 'colon' && character === ':') this.#state = 'value'
    else if (state === 'after' && character === ',') this.#state = inArray ? 'value' : 'key'
    else if ((state === 'key' || state === 'first-key') && character === '"') this.#beginString(true, 0)
    else if (inArray && character === ']' && (state === 'after' || state === 'first-value')) this.#close()
    else if (!inArray && character === '}' && (state === 'after' || state === 'first-key')) this.#close()
    else return false
    return true
  }

  #begin(character: string, offset: number): void {
    const word = words.get(character)
    if (character === '{' || character === '[') this.#open(character === '[', offset)
    else if (character === '"') this.#beginString(false, offset)
    else if (character === '-' || (character >= '0' && character <= '9')) {
      this.#state = 'number'
      this.#text = character
      this.#start = offset
    } else if (word) {
      this.#state = 'word'
      this.#text = character
      this.#start = offset
    } else this.#break(`has a misplaced ${JSON.stringify(character)}`, offset)
  }

  #open(isArray: boolean, offset: number): void {
    this.tooDeep = this.depth === this.#maxDepth
    if (this.tooDeep) return this.#break(`is nested more than ${this.#maxDepth} levels deep`, offset)
    this.#isArray[this.depth] = isArray
    this.depth += 1
    this.#state = isArray ? 'first-value' : 'first-key'
    this.#sink.open(isArray, offset)
  }

  #close(): void {
    this.depth -= 1
    this.#state = this.depth === 0 ? 'done' : 'after'
    this.#sink.close()
  }

  #beginString(isKey: boolean, offset: number): void {
    this.#state = 'string'
    this.#isKey = isKey
    this.#text = ''
    this.#start = offset
  }

  #escape(character: string, offset: number): void {
    const meant = escapes.get(character)
    this.#state = character === 'u' ? 'unicode' : 'string'
    this.#hex = ''
    if (meant !== undefined) this.#append(meant)
    else if (character !== 'u') this.#break(`has an unknown escape \\${character}`, offset)
  }

  #unicode(character: string, offset: number): void {
    if (!/[0-9a-fA-F]/.test(character)) return this.#break('has a malformed \\u escape', offset)
    this.#hex += character
    if (this.#hex.length < 4) return
    this.#state = 'string'
    this.#append(String.fromCharCode(Number.parseInt(this.#hex, 16)))
  }

  #word(character: string, offset: number): void {
    const [word, value] = words.get(this.#text.charAt(0)) ?? ['', null]
    if (character !== word.charAt(this.#text.length))
      return this.#break(`has a misplaced ${JSON.stringify(character)}`, offset)
    this.#text += character
    if (this.#text.length < word.length) return
    this.#state = 'after'
    this.#sink.value(value, this.#start)
  }

  #break(problem: string, offset: number): void {
    this.#state = 'broken'
    this.problem = `${problem}, at character ${offset}`
  }
}

/** Digits, signs, the point and the exponent. */
function isOfNumber(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 43 || code === 101 || code === 69
  )
}
