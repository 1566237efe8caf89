import { MelleaError } from './errors.ts'
import type { Validation } from './requirement.ts'

/** A generative function was called with input that does not meet its preconditions; the model was not asked for a result. */
export class PreconditionError extends MelleaError {
  /** All of them, also those that passed, and those that were not looked at since a cheaper one had failed, in order. */
  readonly validations: readonly Validation[]

  constructor(name: string, validations: readonly Validation[]) {
    const failed = validations.filter(({ result, skipped }) => result.status !== 'pass' && !skipped)
    const reasons = failed.map((validation) => validation.result.reason ?? validation.name)
    super(`${name}: the input does not meet its preconditions: ${reasons.join('; ')}`, {
      code: 'precondition',
    })
    this.validations = validations
  }
}
