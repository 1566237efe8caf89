import { OptionError } from '../../core/errors.ts'
import { shown } from '../../util/shown.ts'

/** How many: just so many, or within bounds. */
export type Amount = number | { readonly min?: number | undefined; readonly max?: number | undefined }

/** An amount as bounds, and in words. */
export interface Bounds {
  readonly min: number
  readonly max: number
  /** 'exactly 3', 'at least 3', 'at most 3', 'between 2 and 3'; empty where anything goes. */
  readonly words: string
}

/** @throws OptionError for what is no whole number from 0 up, or bounds the wrong way round */
export function boundsOf(amount: Amount | undefined, who: string): Bounds {
  if (typeof amount === 'number') return { min: whole(amount, who), max: amount, words: `exactly ${amount}` }
  if (amount !== undefined && (typeof amount !== 'object' || amount === null))
    throw new OptionError(`${who}: give a number or { min, max }, got ${shown(amount)}.`)
  const min = whole(amount?.min ?? 0, who)
  const max = amount?.max === undefined ? Number.POSITIVE_INFINITY : whole(amount.max, who)
  if (min > max) throw new OptionError(`${who}: \`min\` is above \`max\`, got ${shown(amount)}.`)
  if (max === Number.POSITIVE_INFINITY) return { min, max, words: min === 0 ? '' : `at least ${min}` }
  return { min, max, words: min === 0 ? `at most ${max}` : `between ${min} and ${max}` }
}

function whole(n: unknown, who: string): number {
  if (typeof n === 'number' && Number.isInteger(n) && n >= 0) return n
  throw new OptionError(`${who}: an amount is a whole number from 0 up, got ${shown(n)}.`)
}
