import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'

const unit: Unit = {
  name: 'paragraphs',
  one: 'paragraph',
  many: 'paragraphs',
  start: paragraphCounter,
}

/**
 * How many paragraphs the answer has: `max`, `min`, `between`, `exactly`. A blank line ends one.
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

function paragraphCounter(): Counter {
  let count = 0
  let isInside = false
  let isBlank = true
  return {
    push(piece) {
      piece.split('\n').forEach((part, index) => {
        if (index > 0) {
          if (isBlank) isInside = false
          isBlank = true
        }
        if (!/\S/.test(part)) return
        isBlank = false
        if (!isInside) count += 1
        isInside = true
      })
      return count
    },
    end: () => count,
  }
}
