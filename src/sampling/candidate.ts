import type { Attempt } from '../core/sampling.ts'

/** An attempt that passed, as functions that compare answers get it. */
export interface Candidate<out T> {
  /** Parsed and validated where there is a `format`, else the text. */
  readonly value: T
  readonly text: string
  readonly attempt: Attempt<T>
}

/** `undefined` for an attempt that did not pass. */
export function candidateOf<T>(attempt: Attempt<T>): Candidate<T> | undefined {
  const { ok, parsed, text } = attempt
  return ok && parsed.ok ? { value: parsed.value, text, attempt } : undefined
}

/** The best of them; of equals the one that was begun first, in whatever order they came. */
export function firstBest<T>(
  candidates: readonly Candidate<T>[],
  score: (candidate: Candidate<T>, index: number) => number,
): Attempt<T> | undefined {
  const ranked = candidates.map((candidate, index) => ({ ...candidate, score: score(candidate, index) }))
  return ranked.toSorted(
    (one, other) => other.score - one.score || one.attempt.index - other.attempt.index,
  )[0]?.attempt
}
