import type { Requirement, ValidationResult } from '../core/requirement.ts'

/** What checks cost, the cheapest first. */
export const costs = ['code', 'async', 'judge'] as const

/** By its own word, else by what decides it; a watcher without a verdict leaves it to the judge. */
export function costOf(requirement: Requirement, seen?: ValidationResult): (typeof costs)[number] {
  const isSettled = seen?.status === 'fail' || (seen?.status === 'pass' && !requirement.validate)
  if (isSettled) return 'code'
  const isCode = requirement.validate ?? (seen ? undefined : requirement.watch)
  return requirement.cost ?? (isCode ? 'code' : 'judge')
}
