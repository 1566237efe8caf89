import type { CheckRequest, Requirement, Validation, ValidationResult } from '../core/requirement.ts'
import { evaluate, nameOf } from './evaluate.ts'

export interface CheckPlan<T> {
  readonly requirements: readonly Requirement<T>[]
  readonly request: CheckRequest<T>
  /** What the watchers said while the text grew, by requirement. */
  readonly watched?: ReadonlyMap<Requirement<T>, ValidationResult>
  /** Look at all of them, also when a cheaper one has failed. @default false */
  readonly validateAll?: boolean | undefined
  readonly onValidation?: (validation: Validation) => void
}

const classes = ['code', 'async', 'judge'] as const

/** Code checks, then asynchronous ones, then judges; a class runs at once, and is skipped when one before it failed. The order of the requirements is kept. */
export async function checkRequirements<T>(plan: CheckPlan<T>): Promise<readonly Validation[]> {
  const { requirements, watched, validateAll = false } = plan
  const done = new Map<number, Validation>()
  for (const cost of classes) {
    const failed = [...done.values()].some(({ result }) => result.status === 'fail')
    const chosen = [...requirements.entries()].filter(
      ([, requirement]) => costOf(requirement, watched) === cost,
    )
    await Promise.all(
      chosen.map(async ([index, requirement]) => {
        const skip = failed && !validateAll
        const validation = skip ? skipped(requirement) : await validated(requirement, plan)
        done.set(index, validation)
        if (!skip) plan.onValidation?.(validation)
      }),
    )
  }
  return requirements.map((requirement, index) => done.get(index) ?? skipped(requirement))
}

async function validated<T>(
  requirement: Requirement<T>,
  { request, watched }: CheckPlan<T>,
): Promise<Validation> {
  const seen = watched?.get(requirement)
  // a watcher that failed has the last word; one that is content leaves it to `validate`, if there is one
  const settled = seen && (seen.status === 'fail' || (seen.status === 'pass' && !requirement.validate))
  return {
    name: nameOf(requirement),
    requirement,
    result: settled ? seen : await evaluate(requirement, request),
  }
}

function skipped(requirement: Requirement): Validation {
  const result = { status: 'unknown', reason: 'Not looked at: a cheaper check had failed.' } as const
  return { name: nameOf(requirement), requirement, result, skipped: true }
}

function costOf<T>(requirement: Requirement<T>, watched: CheckPlan<T>['watched']): (typeof classes)[number] {
  const seen = watched?.get(requirement)
  if (seen?.status === 'fail' || (seen?.status === 'pass' && !requirement.validate)) return 'code'
  return requirement.cost ?? (requirement.validate ? 'code' : 'judge')
}
