import type { Validation } from '../../core/requirement.ts'

/** A line for each requirement that did not pass; those that were not looked at are left out. */
export function reasonLines(failures: readonly Validation[]): readonly string[] {
  return failures
    .filter(({ skipped }) => !skipped)
    .map(({ name, result: { reason } }) => {
      if (!reason || reason === name) return `  - ${name}`
      return reason.startsWith(name) ? `  - ${reason}` : `  - ${name} ${reason}`
    })
}
