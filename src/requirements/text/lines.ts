import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'

const unit: Unit = {
  name: 'lines',
  one: 'line',
  many: 'lines',
  start: lineCounter,
}

/**
 * How many lines the answer has: `max`, `min`, `between`, `exactly`. Blank lines do not count.
 *
 * @example
 * import { lines } from 'mellea/requirements'
 * const haiku = lines.exactly(3)
 */
export const lines: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

function lineCounter(): Counter {
  let count = 0
  let isCounted = false
  return {
    push(piece) {
      piece.split('\n').forEach((part, index) => {
        if (index > 0) isCounted = false
        if (isCounted || !/\S/.test(part)) return
        isCounted = true
        count += 1
      })
      return count
    },
    end: () => count,
  }
}
