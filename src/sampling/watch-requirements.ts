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
  return new Watchers(requirements, answer)
}

// a class: an object with accessors of its own costs a shape of its own, each time
class Watchers<T> implements RequirementWatch<T> {
  // a text that never comes breaks no rule
  readonly results = new Map<Requirement<T>, ValidationResult>()
  failed = false
  readonly #watchers: (readonly [Requirement<T>, StartedWatcher])[] = []
  #seen = 0

  constructor(requirements: readonly Requirement<T>[], answer: WatchedAnswer) {
    for (const requirement of requirements) {
      const watcher = startWatcher(requirement, answer)
      if (!watcher) continue
      this.#watchers.push([requirement, watcher])
      this.results.set(requirement, { status: 'pass' })
    }
  }

  get good(): number {
    return this.#watchers.reduce((least, [, { good }]) => Math.min(least, good), this.#seen)
  }

  see(chunk: string, soFar: string): void {
    this.#seen = soFar.length
    for (const [requirement, watcher] of this.#watchers) this.#hear(requirement, watcher.see(chunk, soFar))
  }

  end(text: string): void {
    for (const [requirement, watcher] of this.#watchers) this.#hear(requirement, watcher.end(text))
  }

  #hear(requirement: Requirement<T>, result: ValidationResult | undefined): void {
    if (result) this.results.set(requirement, result)
    this.failed ||= result?.status === 'fail'
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
