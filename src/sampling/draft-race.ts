/** Where drafts are looked at on their way, and how many of them go on. */
export interface Checkpoint {
  /** In characters. */
  readonly at: number
  readonly keep: number
}

export interface RaceOptions {
  readonly checkpoints: readonly Checkpoint[]
  readonly score: (text: string) => number | Promise<number>
  /** Ends a draft that has fallen behind. */
  readonly drop: (draft: number) => void
  /** A score could not be had. */
  readonly fail: (error: unknown) => void
}

/**
 * Drafts that are scored on their way. At a checkpoint a draft goes on while fewer than `keep` others are known to have been better
 * there; a better one that comes later drops it then. So it does not matter whether they run all at once or one after the other.
 */
export class DraftRace {
  readonly #options: RaceOptions
  readonly #scores: ReadonlyMap<number, number>[]
  readonly #passed = new Map<number, number>()

  constructor(options: RaceOptions) {
    this.#options = options
    this.#scores = options.checkpoints.map(() => new Map<number, number>())
  }

  /** The draft has got this far. */
  see(draft: number, text: string): void {
    const { checkpoints } = this.#options
    let next = this.#passed.get(draft) ?? 0
    for (
      let checkpoint = checkpoints[next];
      checkpoint && text.length >= checkpoint.at;
      checkpoint = checkpoints[next]
    ) {
      void this.#judge(draft, next, text)
      next += 1
      this.#passed.set(draft, next)
    }
  }

  async #judge(draft: number, index: number, text: string): Promise<void> {
    try {
      this.#rank(index, draft, await this.#options.score(text))
    } catch (error) {
      this.#options.fail(error)
    }
  }

  #rank(index: number, draft: number, score: number): void {
    const scores = new Map(this.#scores[index]).set(draft, score)
    this.#scores[index] = scores
    const ranked = [...scores].toSorted(([one, a], [other, b]) => b - a || one - other)
    for (const [loser] of ranked.slice(this.#options.checkpoints[index]?.keep)) this.#options.drop(loser)
  }
}
