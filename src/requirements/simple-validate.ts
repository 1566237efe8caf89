import type { CheckRequest, ValidationResult } from '../core/requirement.ts'

/**
 * A validator out of a plain function over the text, whatever the value's type. The function returns true or false, or `[ok, reason]`; anything else is an
 * error in it, and a failed attempt.
 *
 * @example
 * import { req, simpleValidate } from 'mellea'
 * const short = req('Fewer than 60 words.', { validationFn: simpleValidate((s) => s.split(/\s+/).length < 60, { reason: 'too long' }) })
 */
export function simpleValidate(
  fn: (text: string) => boolean | readonly [ok: boolean, reason: string],
  { reason = 'The check did not pass.' }: { readonly reason?: string | undefined } = {},
): (value: unknown, request: CheckRequest) => ValidationResult {
  return (_value, { text }) => {
    const verdict: unknown = fn(text)
    if (typeof verdict === 'boolean') return verdict ? { status: 'pass', reason } : { status: 'fail', reason }
    if (
      Array.isArray(verdict) &&
      verdict.length === 2 &&
      typeof verdict[0] === 'boolean' &&
      typeof verdict[1] === 'string'
    )
      return { status: verdict[0] ? 'pass' : 'fail', reason: verdict[1] }
    throw new TypeError(
      `simpleValidate: the function must return true, false, or [ok, reason]; it returned ${JSON.stringify(verdict) ?? 'nothing'}.`,
    )
  }
}
