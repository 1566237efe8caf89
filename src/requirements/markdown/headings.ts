import { atLeast, atMost, between, exactly, type Counted, type Counter, type Unit } from '../text/counted.ts'
import { MarkdownReader, type MarkdownLine } from './markdown-reader.ts'

const unit: Unit = { name: 'headings', one: 'heading', many: 'headings', start: headingCounter }

/**
 * How many headings the Markdown of the answer has, of all levels: `max`, `min`, `between`, `exactly`. Those in fenced
 * code do not count.
 *
 * @example
 * import { headings } from 'mellea/requirements'
 * const structured = headings.between(2, 5)
 */
export const headings: Counted = {
  max: (n) => atMost(unit, n),
  min: (n) => atLeast(unit, n),
  between: (least, most) => between(unit, least, most),
  exactly: (n) => exactly(unit, n),
}

function headingCounter(): Counter {
  const reader = new MarkdownReader()
  let count = 0
  const add = (lines: readonly MarkdownLine[]): number =>
    (count += lines.filter(({ type }) => type === 'heading').length)
  return { push: (piece) => add(reader.push(piece)), end: () => add(reader.end()) }
}
