import type { Requirement, ValidationResult, WatchedAnswer } from '../core/requirement.ts'
import { startWatcher, type StartedWatcher } from '../requirements/start-watcher.ts'

/** The watchers of one attempt. */
export interface RequirementWatch<T> {
  /** What each said last, by requirement. */
  readonly results: ReadonlyMap<Requirement<T>, ValidationResult>
  /** One of them has seen enough. */
  readonly failed: boolean
  /** How much of the text all of them have found good. */
  readonly good: number
  /** Shows them the next piece. */
  see(chunk: string, soFar: string): void
  /** The text is complete. */
  end(text: string): void
}

/** Starts a watcher for every requirement that has one. One that throws has failed. */
export function watchRequirements<T>(
  requirements: readonly Requirement<T>[],
  answer: WatchedAnswer,
): RequirementWatch<T> {
  const watchers = requirements.flatMap((requirement): (readonly [Requirement<T>, StartedWatcher])[] => {
    const watcher = startWatcher(requirement, answer)
    return watcher ? [[requirement, watcher]] : []
  })
  // a text that never comes breaks no rule
  const results = new Map<Requirement<T>, ValidationResult>(
    watchers.map(([requirement]) => [requirement, { status: 'pass' }]),
  )
  let failed = false
  let seen = 0
  const hear = (requirement: Requirement<T>, result: ValidationResult | undefined): void => {
    if (result) results.set(requirement, result)
    failed ||= result?.status === 'fail'
  }
  return {
    results,
    get failed() {
      return failed
    },
    get good() {
      return watchers.reduce((least, [, { good }]) => Math.min(least, good), seen)
    },
    see(chunk, soFar) {
      seen = soFar.length
      for (const [requirement, watcher] of watchers) hear(requirement, watcher.see(chunk, soFar))
    },
    end(text) {
      for (const [requirement, watcher] of watchers) hear(requirement, watcher.end(text))
    },
  }
}

/** What the watchers say of a text that they did not see grow. */
export function watchedWhole<T>(
  requirements: readonly Requirement<T>[],
  text: string,
  answer: WatchedAnswer,
): RequirementWatch<T> {
  const watch = watchRequirements(requirements, answer)
  if (text !== '') watch.see(text, text)
  if (!watch.failed) watch.end(text)
  return watch
}
