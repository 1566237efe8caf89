/** How long one piece of a prompt should take: an abort waits no longer than that. */
const TARGET_MS = 100

/** Fewer tokens at once waste most of the work. */
const LEAST = 8
const MOST = 512

/** How many tokens of a prompt to evaluate at once, learned from how long the pieces before took. */
export class PiecePace {
  #size = 64

  get size(): number {
    return this.#size
  }

  /** Learns from a piece of `tokens`; short rests say little. */
  learn(tokens: number, ms: number): void {
    if (tokens < this.#size / 2) return
    const fitting = ms > 0 ? (tokens * TARGET_MS) / ms : MOST
    // one slow piece may be another program's doing
    const next = Math.min(Math.max(fitting, this.#size / 4), this.#size * 4)
    this.#size = Math.round(Math.min(Math.max(next, LEAST), MOST))
  }
}

/**
 * The next piece of `left` tokens. It never leaves a single token over: one alone is computed in another way than several, with
 * other rounding, and the same prompt would not always give the same answer.
 */
export function nextPiece(size: number, left: number): number {
  if (left <= size) return left
  return left - size === 1 ? size - 1 : size
}
