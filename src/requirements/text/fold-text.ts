/** How texts are compared. */
export interface TextMatching {
  /** Whether "Lunch" differs from "lunch". @default false */
  readonly caseSensitive?: boolean | undefined
}

const plainQuotes: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '„': '"',
}

/**
 * Folds a text that arrives in pieces into units that can be compared: case (Unicode, also "ß" and "SS"), composed and
 * decomposed accents, curly and straight quotes, and runs of white space become the same.
 */
export class TextFold {
  readonly #caseSensitive: boolean
  #afterSpace = false

  constructor({ caseSensitive = false }: TextMatching) {
    this.#caseSensitive = caseSensitive
  }

  /** The units of the next character; none where white space goes on. */
  units(character: string): readonly string[] {
    const isSpace = character.trim() === ''
    const again = isSpace && this.#afterSpace
    this.#afterSpace = isSpace
    if (isSpace) return again ? [] : [' ']
    const plain = plainQuotes[character] ?? character
    const folded = this.#caseSensitive ? plain : foldCase(plain)
    return folded.length === 1 && folded < '\u0080' ? [folded] : Array.from(folded.normalize('NFD'))
  }

  /** The units of a whole text. */
  all(text: string): readonly string[] {
    return Array.from(text).flatMap((character) => this.units(character))
  }
}

function foldCase(character: string): string {
  // the dotless letter is not the other one without its dot
  return character === 'ı' ? character : character.toUpperCase().toLowerCase()
}
