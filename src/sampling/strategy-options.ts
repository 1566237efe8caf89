import { OptionError } from '../core/errors.ts'
import { shown } from '../util/shown.ts'

/** @throws OptionError when it is no whole number from `least` up. */
export function wholeNumber(option: string, value: unknown, least = 1): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
  throw new OptionError(`${option} must be a whole number from ${least} up, got ${shown(value)}.`)
}

/** @throws OptionError when there is something else than a function, or nothing where one is needed. */
export function functionOrNone<F>(option: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === 'function') return value
  throw new OptionError(`${option} must be a function, got ${shown(value)}.`)
}

/** What a function of the user's gave. @throws OptionError when it is no number to compare by. */
export function comparable(option: string, value: unknown): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  throw new OptionError(`${option} must give a number, got ${shown(value)}.`)
}
