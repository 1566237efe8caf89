import type { Requirement, ValidationResult, Watcher } from '../core/requirement.ts'
import { startWatcher, watchedOnce } from '../requirements/watch-once.ts'

/** The watchers of one attempt. */
export interface RequirementWatch<T> {
  /** What each said last, by requirement. */
  readonly results: ReadonlyMap<Requirement<T>, ValidationResult>
  /** Shows them the next piece; false when one of them has seen enough. */
  see(chunk: string, soFar: string): boolean
}

/** Starts a watcher for every requirement that has one. One that throws has failed. */
export function watchRequirements<T>(requirements: readonly Requirement<T>[]): RequirementWatch<T> {
  const watchers = requirements.flatMap((requirement): [Requirement<T>, Watcher][] => {
    const watcher = startWatcher(requirement)
    return watcher ? [[requirement, watcher]] : []
  })
  // a text that never comes breaks no rule
  const results = new Map<Requirement<T>, ValidationResult>(
    watchers.map(([requirement]) => [requirement, { status: 'pass' }]),
  )
  return {
    results,
    see(chunk, soFar) {
      for (const [requirement, watcher] of watchers)
        results.set(requirement, watchedOnce(requirement, watcher, chunk, soFar))
      return ![...results.values()].some(({ status }) => status === 'fail')
    },
  }
}

/** What the watchers say of a text that they did not see grow. */
export function watchedWhole<T>(
  requirements: readonly Requirement<T>[],
  text: string,
): RequirementWatch<T>['results'] {
  const watch = watchRequirements(requirements)
  if (text !== '') watch.see(text, text)
  return watch.results
}
