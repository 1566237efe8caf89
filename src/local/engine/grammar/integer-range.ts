/** The most digits of a whole number that JavaScript keeps exactly. */
export const MOST_DIGITS = 15

const LARGEST = 10 ** MOST_DIGITS - 1

/** Bounds of a whole number, both included; what is missing is not bounded. */
export interface IntegerRange {
  readonly least?: number | undefined
  readonly most?: number | undefined
}

/** An expression for exactly the whole numbers within bounds, of up to 15 digits; nothing where there is none. */
export function integerRange({ least = -LARGEST, most = LARGEST }: IntegerRange): string | undefined {
  const from = Math.max(Math.ceil(least), -LARGEST)
  const to = Math.min(Math.floor(most), LARGEST)
  if (from > to) return undefined
  const parts: string[] = []
  if (from < 0) parts.push(`"-" (${naturalRange(Math.max(1, -to), -from)})`)
  if (to >= 0) parts.push(naturalRange(Math.max(0, from), to))
  return parts.length === 1 ? parts[0] : `(${parts.join(' | ')})`
}

/** Alternatives for the numbers from `least` up to `most`, both from 0 up. */
function naturalRange(least: number, most: number): string {
  const parts: string[] = []
  for (let length = String(least).length; length <= String(most).length; length++) {
    const from = Math.max(least, length === 1 ? 0 : 10 ** (length - 1))
    const to = Math.min(most, 10 ** length - 1)
    parts.push(...sameLength(String(from), String(to)))
  }
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' | ')})`
}

/** Alternatives between two numbers of as many digits. */
function sameLength(from: string, to: string): readonly string[] {
  if (from === to) return [`"${from}"`]
  if (/^0*$/.test(from) && /^9*$/.test(to)) return [digits('0', '9', from.length)]
  const [low = '0', high = '0'] = [from[0], to[0]]
  const [lowRest, highRest] = [from.slice(1), to.slice(1)]
  if (low === high) return [`"${low}" ${group(sameLength(lowRest, highRest))}`]
  const least = '0'.repeat(lowRest.length)
  const most = '9'.repeat(lowRest.length)
  const first = lowRest === least ? Number(low) : Number(low) + 1
  const last = highRest === most ? Number(high) : Number(high) - 1
  const parts: string[] = []
  if (first > Number(low)) parts.push(`"${low}" ${group(sameLength(lowRest, most))}`)
  if (first <= last)
    parts.push(joined(digits(String(first), String(last), 1), digits('0', '9', lowRest.length)))
  if (last < Number(high)) parts.push(`"${high}" ${group(sameLength(least, highRest))}`)
  return parts
}

function digits(from: string, to: string, count: number): string {
  if (count === 0) return ''
  const one = from === to ? `"${from}"` : `[${from}-${to}]`
  return count === 1 ? one : `${one}{${count}}`
}

function group(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' | ')})`
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
