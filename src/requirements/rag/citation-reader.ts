import { WordReader } from '../text/word-reader.ts'

/** What was found in a text. */
export type Citation =
  | { readonly type: 'mark'; readonly ids: readonly string[] }
  /** `ids` are those of the marks right after it. */
  | { readonly type: 'quote'; readonly text: string; readonly ids: readonly string[] }

const longestMark = 80
const opening: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»' }

/**
 * Finds marks of citations and quotations in a text that arrives in pieces. `[1]`, `[1, 2]` and ids in brackets are marks;
 * `[text](address)` and `[sic]` are not. A quotation ends with its paragraph at the latest, and is then none.
 */
export class CitationReader {
  readonly #known: ReadonlySet<string>
  readonly #minQuoteWords: number
  /** What the bracket that is open holds. */
  #bracket: string | undefined
  /** The bracket that was closed, until it is seen that no address follows. */
  #closed: readonly string[] | undefined
  #quote: { readonly close: string; text: string } | undefined
  /** The quotation that was closed, while marks may follow. */
  #quoted: { readonly text: string; readonly ids: string[] } | undefined
  #isBlankLine = false
  #found: Citation[] = []

  constructor(known: ReadonlySet<string>, minQuoteWords: number) {
    this.#known = known
    this.#minQuoteWords = minQuoteWords
  }

  push(piece: string): readonly Citation[] {
    this.#found = []
    for (const character of piece) this.#read(character)
    return this.#found
  }

  end(): readonly Citation[] {
    this.#found = []
    this.#endMark('')
    this.#endQuoted()
    return this.#found
  }

  #read(character: string): void {
    this.#endMark(character)
    this.#lookForBracket(character)
    this.#lookForQuote(character)
  }

  #lookForBracket(character: string): void {
    if (character === '[') this.#bracket = ''
    else if (this.#bracket === undefined) return
    else if (character === ']') {
      const parts = this.#bracket.split(/[,;]/).map((part) => part.trim())
      const isMark = parts.every((part) => this.#known.has(part) || /^\S*\d\S*$/.test(part))
      this.#closed = isMark ? parts : undefined
      this.#bracket = undefined
    } else if (character === '\n' || this.#bracket.length >= longestMark) this.#bracket = undefined
    else this.#bracket += character
  }

  /** A bracket was a mark if no address follows it. */
  #endMark(next: string): void {
    const ids = this.#closed
    this.#closed = undefined
    if (!ids || next === '(') return
    this.#found.push({ type: 'mark', ids })
    this.#quoted?.ids.push(...ids)
  }

  #lookForQuote(character: string): void {
    if (this.#quote) {
      if (character === this.#quote.close) this.#closeQuote(this.#quote.text)
      else if (character === '\n' && this.#isBlankLine) this.#quote = undefined
      else this.#quote.text += character
    } else {
      const isBetween =
        /[\s.,;:!?)[]/.test(character) || this.#bracket !== undefined || this.#closed !== undefined
      if (this.#quoted && !isBetween) this.#endQuoted()
      const close = this.#bracket === undefined ? opening[character] : undefined
      if (close !== undefined) this.#quote = { close, text: '' }
    }
    if (character === '\n') this.#isBlankLine = true
    else if (character.trim() !== '') this.#isBlankLine = false
  }

  #closeQuote(text: string): void {
    this.#quote = undefined
    const words = new WordReader()
    const count = [...words.push(text), ...words.end()].length
    if (count >= this.#minQuoteWords) this.#quoted = { text, ids: [] }
  }

  #endQuoted(): void {
    if (this.#quoted) this.#found.push({ type: 'quote', ...this.#quoted })
    this.#quoted = undefined
  }
}
