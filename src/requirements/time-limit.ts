import { systemClock } from '../core/clock.ts'
import type { CheckRequest, Requirement, ValidationResult } from '../core/requirement.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { nameOf } from './name-of.ts'

/** One check that may take so long, in milliseconds, and no longer: then it is aborted, and its verdict names the limit. */
export async function withinLimit<T>(
  requirement: Requirement<T>,
  request: CheckRequest<T>,
  ms: number,
  work: (limited: CheckRequest<T>) => Promise<ValidationResult>,
): Promise<ValidationResult> {
  const { clock = systemClock } = request['~settings'] ?? {}
  const tooLate = new DOMException(`"${nameOf(requirement)}" took longer than ${ms} ms.`, 'TimeoutError')
  const scope = new CancelScope(request.signal)
  const stop = clock.after(ms, () => scope.abort(tooLate))
  const { signal } = scope
  const ask: CheckRequest['ask'] = (question, options) => request.ask(question, { signal, ...options })
  try {
    return await work({ ...request, signal, ask })
  } catch (error) {
    if (error === tooLate) return verdictOf(requirement, ms)
    throw error
  } finally {
    stop()
    scope.unlink()
  }
}

/** A judge that was cut short has not said no. */
function verdictOf(requirement: Requirement, ms: number): ValidationResult {
  const name = nameOf(requirement)
  return requirement.validate
    ? { status: 'fail', reason: `The validator of "${name}" took longer than ${ms} ms.` }
    : { status: 'unknown', reason: `The judge of "${name}" took longer than ${ms} ms.` }
}
