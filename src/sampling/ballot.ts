import { leadConfidence } from '../util/lead-confidence.ts'

/** When a vote is over before all have voted. */
export interface StopRule {
  /** Once nothing that is still to come can change who leads. */
  readonly count: boolean
  /** Once it is this likely that whoever leads would lead for ever. */
  readonly confidence: number | undefined
  /** How many votes the winner needs. */
  readonly quorum: number
}

/** Counts votes. Whether two are for the same need not be an equivalence: a vote counts for each that it agrees with. */
export class Ballot<V> {
  readonly #agree: (one: V, other: V) => boolean
  readonly #rule: StopRule
  readonly #votes: { readonly vote: V; readonly index: number; support: number }[] = []

  constructor(agree: (one: V, other: V) => boolean, rule: StopRule) {
    this.#agree = agree
    this.#rule = rule
  }

  /** `index` breaks ties: the lower wins. */
  add(vote: V, index: number): void {
    const added = { vote, index, support: 1 }
    for (const each of this.#votes) {
      if (!this.#agree(each.vote, vote)) continue
      each.support += 1
      added.support += 1
    }
    this.#votes.push(added)
  }

  /** Whoever has most support, if it is enough. */
  get winner(): V | undefined {
    const leader = this.#leader()
    return leader && leader.support >= this.#rule.quorum ? leader.vote : undefined
  }

  /** Whether the vote is over with `left` votes still to come. */
  isDecided(left: number): boolean {
    const { lead, second } = this.#standing()
    return this.#settled(lead, second, left)
  }

  /** The fewest further votes, of at most `left`, after which it could be over. */
  needed(left: number): number {
    const { lead, second } = this.#standing()
    let votes = 1
    while (votes < left && !this.#settled(lead + votes, second, left - votes)) votes += 1
    return votes
  }

  #settled(lead: number, second: number, left: number): boolean {
    const { count, confidence, quorum } = this.#rule
    if (left === 0) return true
    // short of a quorum that is still within reach
    if (lead < quorum && lead + left >= quorum) return false
    if (count && lead > second + left) return true
    return confidence !== undefined && lead > 0 && leadConfidence(lead, second) >= confidence
  }

  #leader(): { readonly vote: V; readonly support: number } | undefined {
    return this.#votes.toSorted((one, other) => other.support - one.support || one.index - other.index)[0]
  }

  #standing(): { readonly lead: number; readonly second: number } {
    const leader = this.#leader()
    if (!leader) return { lead: 0, second: 0 }
    const others = this.#votes.filter(({ vote }) => !this.#agree(leader.vote, vote))
    return { lead: leader.support, second: Math.max(0, ...others.map(({ support }) => support)) }
  }
}
