import type { Requirement, ValidationResult, Watcher } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { nameOf } from './name-of.ts'

/** The requirement's watcher, made anew; one that cannot be made fails the first text it is shown. */
export function startWatcher(requirement: Requirement): Watcher | undefined {
  try {
    return requirement.watch?.()
  } catch (error) {
    return { chunk: () => ({ status: 'fail', reason: failed(requirement, error) }) }
  }
}

/** One look of a watcher. What it throws becomes a failure. */
export function watchedOnce(
  requirement: Requirement,
  watcher: Watcher,
  chunk: string,
  soFar: string,
): ValidationResult {
  try {
    return toValidationResult(watcher.chunk(chunk, soFar), nameOf(requirement))
  } catch (error) {
    return { status: 'fail', reason: failed(requirement, error) }
  }
}

function failed(requirement: Requirement, error: unknown): string {
  return `The watcher of "${nameOf(requirement)}" failed: ${error instanceof Error ? error.message : String(error)}`
}
