import type { LedgerRow } from '../core/ledger.ts'
import type { Validation } from '../core/requirement.ts'
import type { Attempt, SamplingResult } from '../core/sampling.ts'

/** What became of a generation. */
export type Outcome = 'chosen' | 'passed' | 'rejected' | 'unchecked' | 'cancelled' | 'failed'

/** A physical call as a piece of time. */
interface Span {
  /** From the beginning of the call, in milliseconds. */
  readonly from: number
  readonly ms: number
}

/** One generation, checked or not, with all that was done for it. */
export interface Entry extends Span {
  readonly index: number
  readonly purpose: string
  readonly model: string
  readonly outcome: Outcome
  /** Requirements that were met, of all; absent where nothing was checked. */
  readonly met?: readonly [met: number, all: number]
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cost: number | undefined
  /** What was wrong, or what it failed with. */
  readonly reasons: readonly string[]
  readonly text: string | undefined
  readonly judges: readonly Span[]
  readonly judgeTokens: number
  readonly retries: number
}

/** A call, as the reports show it. */
export interface CallRecord {
  readonly entries: readonly Entry[]
  readonly sampling: SamplingResult<unknown>
  /** From its first generation to its end. */
  readonly ms: number
}

/** Brings attempts and books together: what was checked, and what was cancelled or failed beside it. */
export function callRecord(sampling: SamplingResult<unknown>): CallRecord {
  const { attempts, ledger } = sampling
  const starts = [...attempts, ...ledger.rows].map(({ startedMs }) => startedMs)
  const start = Math.min(...starts)
  const byAttempt = new Map<number, LedgerRow[]>()
  for (const row of ledger.rows) {
    if (row.purpose === 'embed') continue
    byAttempt.set(row.attempt, [...(byAttempt.get(row.attempt) ?? []), row])
  }
  const checked = new Map(attempts.map((attempt) => [attempt.index, attempt]))
  const indexes = [...new Set([...checked.keys(), ...byAttempt.keys()])].toSorted((a, b) => a - b)
  const entries = indexes.map((index) => {
    const rows = byAttempt.get(index) ?? []
    const attempt = checked.get(index)
    return attempt ? attemptEntry(attempt, rows, sampling, start) : uncheckedEntry(index, rows, start)
  })
  const end = Math.max(
    0,
    ...entries.flatMap((entry) => [entry, ...entry.judges]).map(({ from, ms }) => from + ms),
  )
  return { entries, sampling, ms: end }
}

function attemptEntry(
  attempt: Attempt<unknown>,
  rows: readonly LedgerRow[],
  sampling: SamplingResult<unknown>,
  start: number,
): Entry {
  const { index, purpose, ok, validations, met, usage, failures, cost } = attempt
  // what is chosen is the same text with the same turn: the output itself is made of it
  const isChosen = sampling.success && sampling.result.message === attempt.message
  return {
    index,
    purpose,
    model: attempt.modelId,
    outcome: isChosen ? 'chosen' : ok ? 'passed' : 'rejected',
    met: [met, validations.length],
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cost,
    reasons: failures.map(reasonOf),
    text: attempt.text,
    from: attempt.startedMs - start,
    ms: attempt.latencyMs,
    ...judging(rows, start),
  }
}

/** A generation that nobody checked: it was cancelled, it failed, or it was a step on the way. */
function uncheckedEntry(index: number, rows: readonly LedgerRow[], start: number): Entry {
  const drafts = rows.filter(({ purpose }) => purpose === 'draft')
  const last = drafts.at(-1) ?? rows.at(-1)
  const outcomes = { ok: 'unchecked', aborted: 'cancelled', failed: 'failed' } as const
  return {
    index,
    purpose: 'draft',
    model: last?.modelId ?? '',
    outcome: outcomes[last?.outcome ?? 'aborted'],
    inputTokens: sum(drafts, ({ usage }) => usage.inputTokens),
    outputTokens: sum(drafts, ({ usage }) => usage.outputTokens),
    cost: drafts.every(({ cost }) => cost !== undefined) ? sum(drafts, ({ cost }) => cost ?? 0) : undefined,
    reasons: last?.code === undefined ? [] : [last.code],
    text: undefined,
    from: (last?.startedMs ?? start) - start,
    ms: last?.ms ?? 0,
    ...judging(rows, start),
  }
}

function judging(
  rows: readonly LedgerRow[],
  start: number,
): Pick<Entry, 'judges' | 'judgeTokens' | 'retries'> {
  const judges = rows.filter(({ purpose }) => purpose === 'judge')
  const drafts = rows.filter(({ purpose }) => purpose === 'draft')
  return {
    judges: judges.map(({ startedMs, ms }) => ({ from: startedMs - start, ms })),
    judgeTokens: sum(judges, ({ usage }) => usage.totalTokens),
    retries: Math.max(0, drafts.length - 1),
  }
}

function reasonOf({ name, result }: Validation): string {
  return result.reason ?? name
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0)
}
