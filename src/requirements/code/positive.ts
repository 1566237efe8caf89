import { OptionError } from '../../core/errors.ts'
import { shown } from '../../util/shown.ts'

/** @throws OptionError for what is no number above 0 */
export function positive(value: unknown, name: string, who: string): number {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value
  throw new OptionError(`${who}: \`${name}\` is a number above 0, got ${shown(value)}.`)
}
