import { sameValue } from '../same-value.ts'
import { decimal, fraction, over, sameQuantity, times, toNumber, type Quantity } from './exact-number.ts'
import { readExpression, type Expression } from './expression.ts'
import { finalAnswer } from './final-answer.ts'

/** How exactly numbers have to agree. */
export interface SameMathsOptions {
  /** Places after the point at which numbers that are written with one are rounded. @default 6 */
  readonly places?: number | undefined
}

/**
 * Whether two answers are the same in mathematics. Numbers, fractions, percents (`50%` is `0.5`, and also `50`), roots, powers,
 * LaTeX, expressions with letters, lists (in any order, unless they stand in brackets), with units, currencies and thousands separators
 * left out. What is no mathematics is compared as text, case aside. Of a longer text its final answer counts.
 */
export function sameMaths(one: unknown, other: unknown, { places = 6 }: SameMathsOptions = {}): boolean {
  const [a, b] = [answerOf(one), answerOf(other)]
  return a === undefined || b === undefined ? sameValue(one, other) : sameAnswer(a, b, places)
}

type Answer =
  | { readonly kind: 'one'; readonly expression: Expression }
  | { readonly kind: 'several'; readonly brackets: string; readonly parts: readonly Answer[] }
  | { readonly kind: 'text'; readonly text: string }

function answerOf(value: unknown): Answer | undefined {
  if (typeof value === 'bigint') return readAnswer(String(value))
  if (typeof value === 'number') return readAnswer(Number.isFinite(value) ? String(value) : `${value}`)
  return typeof value === 'string' ? readAnswer(finalAnswer(value)) : undefined
}

function readAnswer(text: string, depth = 0): Answer {
  const plain = text.trim()
  if (plain.length > 2000 || depth > 8) return asText(plain)
  const several = (brackets: string, parts: readonly string[]): Answer => ({
    kind: 'several',
    brackets,
    parts: parts.map((part) => readAnswer(part, depth + 1)),
  })
  const parts = split(plain)
  if (parts.length > 1) return several('set', parts)
  const [, open = '', inside = ''] = /^(\\?[([{])(.*?)\\?[)\]}]$/s.exec(plain) ?? []
  const listed = split(inside)
  if (listed.length > 1 || open === '\\{') return several(kindOf(plain), listed)
  const sign = plain.indexOf('±')
  if (sign >= 0)
    return several(
      'set',
      ['+', '-'].map((each) => plain.slice(0, sign) + each + plain.slice(sign + 1)),
    )
  // of "x = 2 + 3 = 5" the last
  const said = plain.includes('=') ? plain.slice(plain.lastIndexOf('=') + 1).trim() : plain
  const expression = /^[\p{L}\s.()]*$/u.test(said) ? undefined : readExpression(said)
  return expression ? { kind: 'one', expression } : asText(plain)
}

function asText(text: string): Answer {
  return {
    kind: 'text',
    text:
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim() || text,
  }
}

function kindOf(list: string): string {
  return list.startsWith('\\{') ? 'set' : `${list.at(0)}${list.at(-1)}`
}

/** At commas, semicolons, "and" and "or" outside of brackets. */
function split(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (const { 0: mark, index } of text.matchAll(/[([{]|[)\]}]|[,;]|\s(?:and|or)\s/g)) {
    if ('([{'.includes(mark)) depth += 1
    else if (')]}'.includes(mark)) depth -= 1
    else if (depth === 0) {
      parts.push(text.slice(from, index))
      from = index + mark.length
    }
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '')
}

function sameAnswer(one: Answer, other: Answer, places: number): boolean {
  if (one.kind === 'several' && other.kind === 'several') {
    const { brackets } = one
    if (brackets !== other.brackets || one.parts.length !== other.parts.length) return false
    if (brackets !== 'set')
      return one.parts.every((part, at) => sameAnswer(part, other.parts[at] ?? part, places))
    const left = [...other.parts]
    return one.parts.every((part) => {
      const at = left.findIndex((each) => sameAnswer(part, each, places))
      if (at >= 0) left.splice(at, 1)
      return at >= 0
    })
  }
  if (one.kind === 'one' && other.kind === 'one')
    return sameExpression(one.expression, other.expression, places)
  return one.kind === 'text' && other.kind === 'text' && one.text === other.text
}

function sameExpression(one: Expression, other: Expression, places: number): boolean {
  if (
    one.letters.size !== other.letters.size ||
    [...one.letters].some((letter) => !other.letters.has(letter))
  )
    return false
  if (one.letters.size > 0) return sameFunction(one, other)
  const rounding = { rounded: one.rounded || other.rounded, places }
  const [a, b] = [one.value(unknown), other.value(unknown)]
  if (sameQuantity(a, b, rounding)) return true
  if (one.percent === other.percent) return false
  // "50%" of somebody who was asked for a percentage is 50
  const [percent, bare] = one.percent ? [a, b] : [b, a]
  return sameQuantity(times(percent, fraction(100n)), bare, rounding)
}

// neither small nor round, so that no two expressions agree there by accident
const samples = ['0.731', '1.379', '2.917', '-1.613'].map(decimal)

/** The same at several points is the same: expressions that people write do not agree by chance. */
function sameFunction(one: Expression, other: Expression): boolean {
  let agreed = 0
  for (const [at, sample] of samples.entries()) {
    const letters = [...one.letters].toSorted()
    const value = (name: string): Quantity => over(sample, fraction(BigInt(letters.indexOf(name) + 1 + at)))
    const [a, b] = [toNumber(one.value(value)), toNumber(other.value(value))]
    if (Number.isNaN(a) && Number.isNaN(b)) continue
    if (!(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)))) return false
    agreed += 1
  }
  return agreed > 0
}

function unknown(name: string): never {
  throw new Error(`The letter ${name} has no value.`)
}
