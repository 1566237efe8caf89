import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from './counted.ts'

const unit: Unit = {
  name: 'characters',
  one: 'character',
  many: 'characters',
  start: characterCounter,
}

/**
 * How many characters the answer has: `max`, `min`, `between`, `exactly`.
 *
 * They are Unicode code points, as `maxLength` of JSON Schema counts them: "é" is one, an emoji that is put together of
 * several is several. White space counts.
 *
 * @example
 * import { characters } from 'mellea/requirements'
 * const post = characters.max(280)
 */
export const characters: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

function characterCounter(): Counter {
  let count = 0
  return {
    push(piece) {
      for (const _ of piece) count += 1
      return count
    },
    end: () => count,
  }
}
