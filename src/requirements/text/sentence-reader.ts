import { stopAfter, type Stop } from './sentence-stop.ts'

const letterOrDigit = /[\p{L}\p{N}]/u
const closing = /["'”’»)\]】」』*_`]/
const itemNumber = /^\d{1,3}[.)]$/

/** Splits a text that arrives in pieces into sentences. */
export class SentenceReader {
  /** A sentence has begun that is not among those handed out. */
  pending = false
  #text = ''
  #word = ''
  #stop: Stop = 'none'
  #lineEnds = 0
  #inGap = false
  /** Where the line that is being read starts in `#text`; -1 once it cannot begin an item any more. */
  #lineStart = 0
  #done: string[] = []

  /** The sentences that are complete, without the white space around them. */
  push(piece: string): string[] {
    this.#done = []
    for (const character of piece)
      if (character.trim() === '') this.#space(character)
      else this.#visible(character)
    return this.#done
  }

  /** The last sentence: nothing follows. */
  end(): string[] {
    this.#done = []
    this.#cut()
    return this.#done
  }

  #space(character: string): void {
    if (!this.#inGap) this.#endWord()
    this.#inGap = true
    if (this.#text !== '') this.#text += character
    if (character !== '\n') return
    this.#lineEnds += 1
    if (this.#lineEnds === 2) this.#cut()
  }

  #visible(character: string): void {
    const startsLine = this.#lineEnds > 0
    if (startsLine && /[-*+•#>|]/.test(character)) this.#cut()
    else if (this.#stop !== 'none' && this.#stopsBefore(character)) this.#cut()
    if (this.#inGap) {
      this.#word = ''
      this.#stop = 'none'
      if (startsLine) this.#lineStart = this.#text.length
    }
    this.#inGap = false
    this.#lineEnds = 0
    this.#stop = stopAfter({
      before: this.#stop,
      word: this.#word,
      character,
      closes: closing.test(character),
    })
    this.#text += character
    // no abbreviation is longer
    if (this.#word.length < 24) this.#word += character
    this.pending ||= letterOrDigit.test(character)
  }

  #stopsBefore(character: string): boolean {
    if (this.#stop === 'at-once') return !closing.test(character) && !/[。！？｡]/.test(character)
    if (!this.#inGap) return false
    if (this.#stop === 'unless-lower') return !/\p{Ll}/u.test(character)
    if (this.#stop === 'unless-digit') return !/\p{N}/u.test(character)
    return this.#stop === 'end'
  }

  /** "2." at the start of a line is the number of an item: what stands before it is over, and its stop ends nothing. */
  #endWord(): void {
    const line = this.#lineStart
    this.#lineStart = -1
    if (line < 0 || !itemNumber.test(this.#word) || this.#text.length - line !== this.#word.length) return
    const item = this.#text.slice(line)
    this.#text = this.#text.slice(0, line)
    this.#cut()
    this.#text = item
    this.pending = true
  }

  #cut(): void {
    const text = this.#text.trim()
    if (letterOrDigit.test(text)) this.#done.push(text)
    this.#text = ''
    this.#word = ''
    this.#stop = 'none'
    this.#lineStart = 0
    this.pending = false
  }
}
