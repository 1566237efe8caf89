/** Letters that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** White space, the dash that stands without it, and the punctuation of scripts that put none around it. */
const gap = /[\s—\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+/
const letterOrDigit = /[\p{L}\p{N}]/u
// from the first letter or digit to the last: what is around a word does not belong to it
const core = /[\p{L}\p{N}].*[\p{L}\p{N}\p{M}]|[\p{L}\p{N}]/su

/**
 * Splits a text that arrives in pieces into words: what stands between white space and has a letter or a digit in it,
 * without the punctuation around it. Where a script puts no spaces between words, the platform's dictionary finds them.
 */
export class WordReader {
  /** A word has begun that is not among those handed out. */
  pending = false
  #pieces: string[] = []
  #segmenter: Intl.Segmenter | undefined

  /** The words that are complete. */
  push(piece: string): string[] {
    const parts = piece.split(gap)
    const words: string[] = []
    parts.forEach((part, index) => {
      if (index > 0) words.push(...this.end())
      if (part === '') return
      this.#pieces.push(part)
      this.pending ||= letterOrDigit.test(part)
    })
    return words
  }

  /** The last words: nothing follows. */
  end(): string[] {
    const token = this.pending ? this.#pieces.join('') : ''
    this.#pieces = []
    this.pending = false
    const word = core.exec(token)?.[0]
    if (word === undefined) return []
    return unspaced.test(word) ? this.#segments(word) : [word]
  }

  #segments(word: string): string[] {
    this.#segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
    const segments = [...this.#segmenter.segment(word)]
    return segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
  }
}
