import type { Validation } from '../core/requirement.ts'
import type { LedgerTotals } from '../core/ledger.ts'

/** What `validate()` found. Iterating gives the validations, in the order of the requirements. */
export interface ValidationReport extends Iterable<Validation> {
  /** All of them passed. */
  readonly ok: boolean
  readonly validations: readonly Validation[]
  /** What judges cost. */
  readonly ledger: LedgerTotals
}

export function validationReport(validations: readonly Validation[], ledger: LedgerTotals): ValidationReport {
  return {
    ok: validations.every(({ result }) => result.status === 'pass'),
    validations,
    ledger,
    [Symbol.iterator]: () => validations[Symbol.iterator](),
  }
}
