import type { Cost } from './cost.ts'
import { addUsage, noUsage, type Usage } from './usage.ts'

/** One physical call: what went over a wire, or through an engine, once. */
export interface LedgerRow {
  /** What it was for: an answer, the judgement of one, vectors. */
  readonly purpose: 'draft' | 'judge' | 'embed'
  /** Which attempt it belongs to, from 1; of vectors, which batch. */
  readonly attempt: number
  /** How many answers it asked for: those of this attempt and of the ones after it. @default 1 */
  readonly candidates?: number
  readonly provider: string
  readonly modelId: string
  /** A retry is a row of its own, after the one that failed. */
  readonly outcome: 'ok' | 'aborted' | 'failed'
  readonly usage: Usage
  /** In the currency of the prices; absent where the price is not known. */
  readonly cost?: number
  /** When it began, in milliseconds of the session's clock: only differences mean something. */
  readonly startedMs: number
  /** From the call to its last event, in milliseconds; waiting for a place not counted. */
  readonly ms: number
  /** The error's code, where it failed. */
  readonly code?: string
}

/** What was spent, as a total and call by call. */
export interface LedgerTotals extends Usage {
  /** Physical calls, retries and aborted ones included. */
  readonly calls: number
  readonly ms: number
  /** In the currency of the prices; absent where no call has a known one. */
  readonly cost?: Cost
  /** The latest 1000 at most; the totals count all. */
  readonly rows: readonly LedgerRow[]
}

/** A session that serves for months must not grow. */
const mostRows = 1000

/** Counts everything physical. A call's ledger passes its rows on to its session's. */
export class Ledger {
  #rows: LedgerRow[] = []
  #calls = 0
  #ms = 0
  #usage: Usage = noUsage
  #cost: number | undefined
  #unpriced = false
  readonly #parent: Ledger | undefined

  constructor(parent?: Ledger) {
    this.#parent = parent
  }

  add(row: LedgerRow): void {
    // cut now and then, so that a row costs the same however many there were
    if (this.#rows.length >= 2 * mostRows) this.#rows = this.#rows.slice(-mostRows)
    this.#rows.push(row)
    this.#calls += 1
    this.#ms += row.ms
    this.#usage = addUsage(this.#usage, row.usage)
    if (row.cost === undefined) this.#unpriced = true
    else this.#cost = (this.#cost ?? 0) + row.cost
    this.#parent?.add(row)
  }

  /** A snapshot: later rows do not change it. */
  totals(): LedgerTotals {
    const amount = this.#cost
    const { inputTokens, outputTokens, totalTokens, ...more } = this.#usage
    return {
      inputTokens,
      outputTokens,
      totalTokens,
      ...more,
      calls: this.#calls,
      ms: this.#ms,
      ...(amount !== undefined && { cost: { amount, kind: this.#unpriced ? 'at-least' : 'whole' } }),
      rows: this.#rows.slice(-mostRows),
    }
  }
}
