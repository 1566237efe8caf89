import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'
import { SentenceReader } from './sentence-reader.ts'

const unit: Unit = {
  name: 'sentences',
  one: 'sentence',
  many: 'sentences',
  start: sentenceCounter,
}

/**
 * How many sentences the answer has: `max`, `min`, `between`, `exactly`.
 *
 * A sentence ends with a full stop, a question or an exclamation mark, before white space; with a blank line, and where
 * an item of a list or a heading begins. Common abbreviations ("Dr.", "e.g.", "z.B.") and initials do not end one. It is
 * a rule of thumb: in "He lives in the U.S. She does not." it sees one sentence.
 *
 * @example
 * import { sentences } from 'mellea/requirements'
 * const short = sentences.max(3)
 */
export const sentences: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

function sentenceCounter(): Counter {
  const reader = new SentenceReader()
  let count = 0
  return {
    push(piece) {
      count += reader.push(piece).length
      return count + (reader.pending ? 1 : 0)
    },
    end: () => (count += reader.end().length),
  }
}
