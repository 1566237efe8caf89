import type { Requirement } from '../core/requirement.ts'

/** What a requirement is called in reports and reasons. */
export function nameOf({ description, validate, watch }: Requirement): string {
  const named = [validate, watch].find((each) => each && !['', 'validate', 'watch'].includes(each.name))
  return description || (named?.name ?? 'unnamed check')
}
