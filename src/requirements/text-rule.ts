import type { Requirement, Verdict, Watcher } from '../core/requirement.ts'

/** One reading of a text, piece by piece. It never looks back at what it was shown. */
export interface TextReading {
  /** Takes the next piece, which splits no character; says why the rule is broken once nothing that follows can mend it. */
  push(piece: string): string | undefined
  /** Nothing follows: why the rule is not kept, if it is not. */
  end(): string | undefined
  /** The rule is kept, whatever follows. */
  readonly settled?: boolean
}

interface TextRule {
  readonly description: string
  readonly checkOnly?: boolean
  readonly start: () => TextReading
}

/** A rule about the text of an answer that one reading decides: of a whole text, and of one that grows. */
export function textRule({ start, ...rule }: TextRule): Requirement<unknown> {
  return {
    ...rule,
    validate(_value, { text }) {
      const reading = start()
      return reading.push(text) ?? reading.end() ?? true
    },
    watch: () => new ReadingWatcher(start()),
  }
}

class ReadingWatcher implements Watcher {
  settled = false
  readonly #reading: TextReading
  readonly #whole = new WholeCharacters()
  #broken: string | undefined

  constructor(reading: TextReading) {
    this.#reading = reading
  }

  chunk(chunk: string): Verdict {
    if (this.settled) return true
    this.#broken ??= this.#reading.push(this.#whole.push(chunk))
    if (this.#broken !== undefined) return { status: 'fail', reason: this.#broken }
    this.settled = this.#reading.settled === true
    return this.settled || { status: 'unknown' }
  }
}

/** Pieces of a text that split no character: the first half of a surrogate pair waits for the other. */
class WholeCharacters {
  #half = ''

  push(chunk: string): string {
    const text = this.#half + chunk
    const last = text.charCodeAt(text.length - 1)
    this.#half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : ''
    return this.#half === '' ? text : text.slice(0, -1)
  }
}
