import { integerRange, MOST_DIGITS } from './integer-range.ts'

/** Bounds of a number. */
export interface NumberRange {
  readonly least?: number | undefined
  readonly most?: number | undefined
  /** Whether the bound itself is out. */
  readonly leastOpen?: boolean | undefined
  readonly mostOpen?: boolean | undefined
}

const FRACTION = '"." [0-9]{1,15}'
/** A fraction that is not nothing. */
const POSITIVE_FRACTION = '"." [0-9]{0,8} [1-9] [0-9]{0,6}'
const NO_FRACTION = '("." "0"{1,3})?'
const EXPONENT = '([eE] [-+]? [0-9]{1,2})?'

/** An expression for any number; never so large that it becomes infinite. */
export const anyNumber: string = `"-"? ("0" | [1-9] [0-9]{0,${MOST_DIGITS - 1}}) (${FRACTION})? ${EXPONENT}`

/** An expression for exactly the numbers within bounds. Nothing for bounds that are fractions, or that leave no number. */
export function numberRange(range: NumberRange): string | undefined {
  const { least, most } = range
  if (![least, most].every((bound) => bound === undefined || Number.isSafeInteger(bound))) return undefined
  const parts: string[] = []
  const positive = upFromZero({
    ...range,
    least: Math.max(0, least ?? 0),
    leastOpen: (least ?? -1) >= 0 && range.leastOpen,
  })
  if ((most ?? 0) >= 0 && positive) parts.push(positive)
  if ((least ?? -1) < 0) {
    const below = most === undefined || most >= 0
    const mirrored = {
      least: below ? 0 : -most,
      leastOpen: below || range.mostOpen,
      most: least === undefined ? undefined : -least,
      mostOpen: range.leastOpen,
    }
    const negative = upFromZero(mirrored)
    if (negative) parts.push(`"-" (${negative})`)
  }
  return parts.length === 0 ? undefined : `(${parts.join(' | ')})`
}

function upFromZero({ least = 0, leastOpen, most, mostOpen }: NumberRange): string | undefined {
  const parts: string[] = []
  const whole = (from: number, to: number | undefined): string | undefined =>
    integerRange({ least: from, most: to })
  if (leastOpen && (most === undefined || least < most)) parts.push(`"${least}" ${POSITIVE_FRACTION}`)
  const between = whole(leastOpen ? least + 1 : least, most === undefined ? undefined : most - 1)
  if (between) parts.push(`${between} (${FRACTION})?`)
  if (most !== undefined && !mostOpen && (most > least || !leastOpen) && most >= least)
    parts.push(`"${most}" ${NO_FRACTION}`)
  return parts.length === 0 ? undefined : parts.join(' | ')
}
