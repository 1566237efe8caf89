import type { Requirement } from '../core/requirement.ts'

/** What a requirement is called in reports and reasons. */
export function nameOf({ description, validate }: Requirement): string {
  return description || (validate?.name && validate.name !== 'validate' ? validate.name : 'unnamed check')
}
