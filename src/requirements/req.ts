import { OptionError } from '../core/errors.ts'
import type { Requirement, Validator } from '../core/requirement.ts'
import { checkLimit } from '../core/to-requirement.ts'
import { watchFactory, type WatchingOptions } from './watch-factory.ts'

/** How a requirement is checked, and when. */
export interface RequirementOptions<T> extends WatchingOptions {
  /** Decides by code instead of asking the model. */
  readonly validate?: Validator<T> | undefined
  /** Mellea's name for `validate`. */
  readonly validationFn?: Validator<T> | undefined
  /** Checked, but never shown to the model. @default false */
  readonly checkOnly?: boolean | undefined
  /** When it is checked: code first, judges last. @default 'code' with `validate`, else 'judge' */
  readonly cost?: Requirement['cost'] | undefined
  /** How long the check may take, in milliseconds. @default `timeout: { validator }` of the call or the session */
  readonly timeout?: number | undefined
  /** Of a description alone: whether code checks it where it is plainly a rule, such as "Use at most 60 words." @default true */
  readonly compile?: boolean | undefined
}

/**
 * Something the answer must do. Shown to the model; checked by `validate`, or judged by the model where there is none.
 *
 * Inline beside `format` it cannot see the value's type: write the `[text, function]` pair there, or `req<Plan>(…)`.
 *
 * @example
 * import { req } from 'mellea'
 * const lower = req('Use only lower-case letters.', (s) => s === s.toLowerCase() || 'found upper case')
 * const short = req('Short sentences.', { chunk: 'sentence', onChunk: (sentence) => sentence.length <= 120 || `too long: ${sentence}` })
 */
export function req<T = string>(
  description: string,
  how?: Validator<T> | RequirementOptions<T>,
): Requirement<T> {
  if (typeof description !== 'string' || description.trim() === '')
    throw new OptionError('req(): the description is empty: say what the answer must do.')
  const options: RequirementOptions<T> = typeof how === 'function' ? { validate: how } : (how ?? {})
  const { validationFn, validate = validationFn, checkOnly, cost, timeout, compile } = options
  const watch = watchFactory('req()', options)
  checkLimit(timeout)
  return {
    description,
    ...(validate && { validate }),
    ...(checkOnly && { checkOnly }),
    ...(cost && { cost }),
    ...(timeout !== undefined && { timeout }),
    ...(compile !== undefined && { compile }),
    ...(watch && { watch }),
  }
}

/**
 * A requirement that is checked but never shown to the model: naming what must not appear would put it into its head.
 *
 * @example
 * import { check } from 'mellea'
 * const quiet = check('Do not mention purple elephants.', (s) => !/purple elephant/i.test(s))
 */
export function check<T = string>(
  description: string,
  how?: Validator<T> | RequirementOptions<T>,
): Requirement<T> {
  return { ...req(description, how), checkOnly: true }
}
