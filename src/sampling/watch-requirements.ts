import type { Requirement, ValidationResult, Watcher } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { nameOf } from '../requirements/evaluate.ts'

/** The watchers of one attempt. */
export interface RequirementWatch<T> {
  /** What each said last, by requirement. */
  readonly results: ReadonlyMap<Requirement<T>, ValidationResult>
  /** Shows them the next piece; false when one of them has seen enough. */
  see(chunk: string, soFar: string): boolean
}

/** Starts a watcher for every requirement that has one. One that throws has failed. */
export function watchRequirements<T>(requirements: readonly Requirement<T>[]): RequirementWatch<T> {
  const watchers = requirements.flatMap((requirement): [Requirement<T>, Watcher][] =>
    requirement.watch ? [[requirement, requirement.watch()]] : [],
  )
  // a text that never comes breaks no rule
  const results = new Map<Requirement<T>, ValidationResult>(
    watchers.map(([requirement]) => [requirement, { status: 'pass' }]),
  )
  return {
    results,
    see(chunk, soFar) {
      for (const [requirement, watcher] of watchers)
        results.set(requirement, looked(requirement, watcher, chunk, soFar))
      return ![...results.values()].some(({ status }) => status === 'fail')
    },
  }
}

function looked<T>(
  requirement: Requirement<T>,
  watcher: Watcher,
  chunk: string,
  soFar: string,
): ValidationResult {
  try {
    return toValidationResult(watcher.chunk(chunk, soFar), nameOf(requirement))
  } catch (error) {
    return {
      status: 'fail',
      reason: `The watcher of "${nameOf(requirement)}" failed: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
