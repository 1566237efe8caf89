import type { CheckRequest, Requirement, ValidationResult, Verdict } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { abortable } from '../util/abortable.ts'
import { withLazySignal } from '../util/lazy-signal.ts'
import { costOf } from './cost-of.ts'
import { nameOf } from './name-of.ts'
import { watchedAnswer, watchedText } from './start-watcher.ts'

/**
 * One requirement against one answer: by its watcher, by its own code, or by the judge. What its code throws becomes a failure;
 * an abort, and a judge that could not be asked, do not: they end the check.
 *
 * @param seen what its watcher said while the text grew; without it the watcher is shown the whole text
 */
export async function evaluate<T>(
  requirement: Requirement<T>,
  request: CheckRequest<T>,
  seen?: ValidationResult,
): Promise<ValidationResult> {
  const ms = limitOf(requirement, request)
  if (ms === undefined) return look(requirement, request, seen)
  const { withinLimit } = await import('./time-limit.ts')
  return withinLimit(requirement, request, ms, (limited) => look(requirement, limited, seen))
}

/** The session's limit is for code: judges have those of every call. */
function limitOf(requirement: Requirement, request: CheckRequest): number | undefined {
  return (
    requirement.timeout ?? (costOf(requirement) === 'judge' ? undefined : request['~settings']?.validatorMs)
  )
}

async function look<T>(
  requirement: Requirement<T>,
  request: CheckRequest<T>,
  seen: ValidationResult | undefined,
): Promise<ValidationResult> {
  const watched = seen ?? watchedText(requirement, request.text, watchedAnswer(request.action))
  // a watcher that failed has the last word; one that is content leaves it to `validate`, if there is one
  if (watched?.status === 'fail') return watched
  if (requirement.validate) {
    const result = await validated(requirement, requirement.validate, request)
    const isHalf = result.status === 'pass' && requirement.compiled?.standing === 'beside'
    if (!isHalf) return result
  } else if (watched?.status === 'pass') return watched
  request.signal.throwIfAborted()
  if (!requirement.description) return { status: 'unknown', reason: 'Its watcher came to no verdict.' }
  // programs without requirements in words never ask
  const { judgeText } = await import('./judge-text.ts')
  return judgeText(requirement.description, request)
}

async function validated<T>(
  requirement: Requirement<T>,
  validate: NonNullable<Requirement<T>['validate']>,
  request: CheckRequest<T>,
): Promise<ValidationResult> {
  const name = nameOf(requirement)
  const unasked = new Set<unknown>()
  const ask: CheckRequest['ask'] = (...question) =>
    request.ask(...question).catch((error: unknown) => {
      unasked.add(error)
      throw error
    })
  try {
    const returned = validate.call(requirement, request.value, asking(request, ask))
    return toValidationResult(
      isPromise(returned) ? await abortable(returned, request.signal) : returned,
      name,
    )
  } catch (error) {
    request.signal.throwIfAborted()
    if (unasked.has(error)) throw error
    const message = error instanceof Error ? error.message : String(error)
    return { status: 'fail', reason: `The validator of "${name}" failed: ${message}` }
  }
}

function isPromise(returned: Verdict | Promise<Verdict>): returned is Promise<Verdict> {
  return typeof returned === 'object' && 'then' in returned
}

/** The same request with another way to ask; its signal is looked at only by who wants it. */
function asking<T>(request: CheckRequest<T>, ask: CheckRequest['ask']): CheckRequest<T> {
  const { text, value, action, context, toolCalls, attempt, '~settings': settings } = request
  return withLazySignal(
    { text, value, action, context, toolCalls, attempt, ask, '~settings': settings },
    request,
  )
}
