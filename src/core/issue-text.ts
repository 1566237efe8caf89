import type { StandardSchemaV1 } from '@standard-schema/spec'
import { shown } from '../util/shown.ts'

/** Where something does not fit, how, and what is there, where `value` is what was looked at. */
export function issueText(issue: StandardSchemaV1.Issue, value?: unknown): string {
  const path = pathOf(issue)
  const there = path.reduce(memberOf, value)
  const got = there === undefined ? '' : ` (got ${shown(there)})`
  return path.length > 0 ? `at "${path.join('.')}": ${issue.message}${got}` : issue.message
}

/** The keys that lead to it. */
export function pathOf({ path = [] }: StandardSchemaV1.Issue): readonly (string | number)[] {
  return path.map((step) => {
    const key = typeof step === 'object' ? step.key : step
    return typeof key === 'number' ? key : String(key)
  })
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
