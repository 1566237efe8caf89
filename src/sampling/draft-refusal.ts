import { MelleaError } from '../core/errors.ts'

/** There is to be no further draft. No failure of the model or of its server: what was found until then stands. */
export class DraftRefusal extends MelleaError {
  readonly reason: 'budget' | 'repeats'

  constructor(reason: 'budget' | 'repeats', message: string) {
    super(message, { code: reason === 'budget' ? 'budget-exhausted' : 'repeats' })
    this.reason = reason
  }
}
