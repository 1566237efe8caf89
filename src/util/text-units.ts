/** A piece of a text that is known to be whole, and where it stands in all of the text. */
export interface TextUnit {
  readonly text: string
  /** What stands between the unit before and this one: the units with their leads are the text again. */
  readonly lead: string
  readonly start: number
  readonly end: number
}

/** Cuts a text that is still growing into units. However the text is cut into pushes, the units are the same. */
export interface UnitReader {
  /** The units that this text completed. */
  push(text: string): readonly TextUnit[]
  /** The text is complete: the unit that was still open, if there is one. */
  end(): readonly TextUnit[]
}

/** Says where units begin and end; sees every character once. Offsets are those of all of the text. */
interface Scan {
  look(text: string, offset: number, found: (start: number, end: number) => void): void
  /** The open unit of a text that ends at `end`. */
  rest(end: number): readonly [start: number, end: number] | undefined
}

/** Words: what stands between white space. */
export function wordUnits(): UnitReader {
  let start = -1
  return reader({
    look(text, offset, found) {
      for (let i = 0; i < text.length; i++) {
        if (!isSpace(text.charCodeAt(i))) start = start < 0 ? offset + i : start
        else if (start >= 0) {
          found(start, offset + i)
          start = -1
        }
      }
    },
    rest: (end) => (start < 0 ? undefined : [start, end]),
  })
}

/**
 * Sentences: they end with `.`, `!` or `?`, perhaps one closing quote or bracket, and white space after it. White space around
 * them does not belong to them. Abbreviations end a sentence, too.
 */
export function sentenceUnits(): UnitReader {
  let start = -1
  let textEnd = 0
  let before: 'mark' | 'closing' | undefined
  return reader({
    look(text, offset, found) {
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        if (isSpace(code)) {
          if (before) found(start, textEnd)
          if (before) start = -1
          before = undefined
          continue
        }
        if (start < 0) start = offset + i
        textEnd = offset + i + 1
        before = isMark(code) ? 'mark' : before === 'mark' && isClosing(code) ? 'closing' : undefined
      }
    },
    rest: () => (start < 0 ? undefined : [start, textEnd]),
  })
}

/** Paragraphs: what stands between two or more line feeds, as it is. */
export function paragraphUnits(): UnitReader {
  let start = -1
  let feeds = 0
  return reader({
    look(text, offset, found) {
      for (let i = 0; i < text.length; i++) {
        const isFeed = text.charCodeAt(i) === 10
        feeds = isFeed ? feeds + 1 : 0
        if (feeds === 2) {
          const end = offset + i - 1
          if (start < end) found(start, end)
          start = -1
        } else if (start < 0 && feeds < 2) start = offset + i
      }
    },
    rest: (end) => (start < 0 ? undefined : [start, end]),
  })
}

function reader(scan: Scan): UnitReader {
  // from the end of the last unit on; joined, not read, until a unit closes
  let kept = ''
  let keptFrom = 0
  const cut = (spans: readonly (readonly [start: number, end: number])[]): readonly TextUnit[] => {
    const base = keptFrom
    const text = kept
    const units = spans.map(([start, end]) => {
      const lead = text.slice(keptFrom - base, start - base)
      keptFrom = end
      return { text: text.slice(start - base, end - base), lead, start, end }
    })
    if (units.length > 0) kept = text.slice(keptFrom - base)
    return units
  }
  return {
    push(text) {
      const spans: (readonly [number, number])[] = []
      const offset = keptFrom + kept.length
      kept += text
      scan.look(text, offset, (start, end) => spans.push([start, end]))
      return cut(spans)
    },
    end() {
      const rest = scan.rest(keptFrom + kept.length)
      return cut(rest ? [rest] : [])
    },
  }
}

const isMark = (code: number): boolean => code === 46 || code === 33 || code === 63

// " ' ) ’ ”
const isClosing = (code: number): boolean =>
  code === 34 || code === 39 || code === 41 || code === 0x2019 || code === 0x201d

/** As `\s` has it. */
function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13)
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  )
}
