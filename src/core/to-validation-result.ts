import { shown } from '../util/shown.ts'
import type { ValidationResult } from './requirement.ts'

/** What a validator returned, as a result. What is no verdict is a failure that says so, never a pass. */
export function toValidationResult(verdict: unknown, name: string): ValidationResult {
  if (verdict === true) return { status: 'pass' }
  if (verdict === false) return { status: 'fail', reason: name }
  if (typeof verdict === 'string') return { status: 'fail', reason: verdict || name }
  if (
    Array.isArray(verdict) &&
    verdict.length === 2 &&
    typeof verdict[0] === 'boolean' &&
    typeof verdict[1] === 'string'
  )
    return verdict[0]
      ? { status: 'pass', reason: verdict[1] }
      : { status: 'fail', reason: verdict[1] || name }
  if (isResult(verdict)) return verdict
  return {
    status: 'fail',
    reason: `The validator of "${name}" returned ${whatElse(verdict)}: it must return true, false, the reason as a text, [ok, reason], or { status }.`,
  }
}

function whatElse(verdict: unknown): string {
  if (verdict === undefined) return 'nothing'
  if (!(verdict instanceof Promise)) return shown(verdict)
  // nobody waits for it, so it must not fail unseen
  verdict.catch(() => {})
  return 'a promise, which is not waited for here'
}

function isResult(value: unknown): value is ValidationResult {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false
  if (value.status === 'fail') return typeof Reflect.get(value, 'reason') === 'string'
  return value.status === 'pass' || value.status === 'unknown'
}
