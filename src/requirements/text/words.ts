import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'
import { WordReader } from './word-reader.ts'

const unit: Unit = {
  name: 'words',
  one: 'word',
  many: 'words',
  start: wordCounter,
}

/**
 * How many words the answer has: `max`, `min`, `between`, `exactly`.
 *
 * A word is what stands between white space or dashes (—) and has a letter or a digit in it, so "e-mail" is one and a
 * dash is none.
 * Words of Chinese, Japanese, Thai and other scripts without spaces are found by `Intl.Segmenter`.
 *
 * @example
 * import { words } from 'mellea'
 * const brief = words.max(60)
 */
export const words: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

function wordCounter(): Counter {
  const reader = new WordReader()
  let count = 0
  return {
    push(piece) {
      count += reader.push(piece).length
      return count + (reader.pending ? 1 : 0)
    },
    end: () => (count += reader.end().length),
  }
}
