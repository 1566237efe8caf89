import { addUsage, noUsage, type Usage } from './usage.ts'

/** One physical call: what went over a wire, or through an engine, once. */
export interface LedgerRow {
  /** What it was for: an answer, or the judgement of one. */
  readonly purpose: 'draft' | 'judge'
  /** Which attempt it belongs to, from 1. */
  readonly attempt: number
  readonly provider: string
  readonly modelId: string
  /** A retry is a row of its own, after the one that failed. */
  readonly outcome: 'ok' | 'aborted' | 'failed'
  readonly usage: Usage
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
  readonly rows: readonly LedgerRow[]
}

/** Counts everything physical. A call's ledger passes its rows on to its session's. */
export class Ledger {
  readonly #rows: LedgerRow[] = []
  readonly #parent: Ledger | undefined

  constructor(parent?: Ledger) {
    this.#parent = parent
  }

  add(row: LedgerRow): void {
    this.#rows.push(row)
    this.#parent?.add(row)
  }

  /** A snapshot: later rows do not change it. */
  totals(): LedgerTotals {
    const rows = [...this.#rows]
    const usage = rows.reduce<Usage>((sum, row) => addUsage(sum, row.usage), noUsage)
    return { ...usage, calls: rows.length, ms: rows.reduce((sum, row) => sum + row.ms, 0), rows }
  }
}
