import type { Component } from '../core/component.ts'
import type { Requirement, ValidationResult, WatchedAnswer, Watcher } from '../core/requirement.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { nameOf } from './name-of.ts'

/** The watcher of one requirement on one answer. What it throws becomes a failure. */
export interface StartedWatcher {
  readonly settled: boolean
  /** How much of the text it has found good. */
  readonly good: number
  see(chunk: string, soFar: string): ValidationResult
  /** The text is complete: what it says now counts; nothing when it has nothing to add. */
  end(text: string): ValidationResult | undefined
}

/** The requirement's watcher, made anew; one that cannot be made fails the first text it is shown. */
export function startWatcher(requirement: Requirement, answer: WatchedAnswer): StartedWatcher | undefined {
  if (!requirement.watch) return undefined
  const name = nameOf(requirement)
  const attempted = <V>(look: () => V): V | ValidationResult => {
    try {
      return look()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { status: 'fail', reason: `The watcher of "${name}" failed: ${message}` }
    }
  }
  const made = attempted(() => requirement.watch?.(answer))
  const watcher: Watcher | undefined = made && 'status' in made ? { chunk: () => made } : made
  if (!watcher) return undefined
  let passed = 0
  const heard = (verdict: () => unknown): ValidationResult =>
    attempted(() => toValidationResult(verdict(), name))
  return {
    get settled() {
      return watcher.settled === true
    },
    get good() {
      return watcher.good ?? passed
    },
    see(chunk, soFar) {
      const result = heard(() => watcher.chunk(chunk, soFar))
      if (result.status !== 'fail') passed = soFar.length
      return result
    },
    end(text) {
      if (!watcher.end) return undefined
      const result = heard(() => watcher.end?.(text))
      // what is wrong with the whole stands nowhere in particular
      if (result.status === 'fail') passed = 0
      return result
    },
  }
}

/** What watchers are told of the answer to a question. */
export function watchedAnswer({ wrapped = false }: Pick<Component<unknown>, 'wrapped'>): WatchedAnswer {
  return { wrapped }
}

/** What a requirement's watcher says of a text that is complete; nothing where there is none. */
export function watchedText(
  requirement: Requirement,
  text: string,
  answer: WatchedAnswer,
): ValidationResult | undefined {
  const watcher = startWatcher(requirement, answer)
  const seen = watcher?.see(text, text)
  return seen?.status === 'fail' ? seen : (watcher?.end(text) ?? seen)
}
