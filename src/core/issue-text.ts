import type { StandardSchemaV1 } from '@standard-schema/spec'

/** Where something does not fit, and how. */
export function issueText(issue: StandardSchemaV1.Issue): string {
  const path = issue.path?.map((step) =>
    String(typeof step === 'object' && step !== null ? Reflect.get(step, 'key') : step),
  )
  return path?.length ? `at "${path.join('.')}": ${issue.message}` : issue.message
}
