import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'

const unit: Unit = {
  name: 'paragraphs',
  one: 'paragraph',
  many: 'paragraphs',
  start: paragraphCounter,
}

/**
 * How many paragraphs the answer has: `max`, `min`, `between`, `exactly`. A blank line ends one. A heading
 * (`## Tides`) or a divider (`***`) alone is none.
 *
 * @example
 * import { paragraphs } from 'mellea/requirements'
 * const letter = paragraphs.between(2, 4)
 */
export const paragraphs: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

/** A line that is no text of a paragraph, as far as it goes. */
const aside = /^\s*(#{0,6}|#{1,6}\s.*|[*_\-\s]*)$/

function paragraphCounter(): Counter {
  let count = 0
  let isInside = false
  // kept no longer than it takes to see that it is text
  let line = ''
  let isText = false
  return {
    push(piece) {
      piece.split('\n').forEach((part, index) => {
        if (index > 0) {
          if (!isText && line.trim() === '') isInside = false
          line = ''
          isText = false
        }
        if (isText) return
        line += part
        if (aside.test(line)) return
        isText = true
        if (!isInside) count += 1
        isInside = true
      })
      return count
    },
    end: () => count,
  }
}
