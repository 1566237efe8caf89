import type { StopReason } from '../core/sampling.ts'
import { count, duration, wholePrice } from './amounts.ts'
import type { CallRecord, Entry, Outcome } from './call-record.ts'

const stops: Readonly<Record<StopReason, string>> = {
  accepted: 'the strategy had what it wanted',
  decided: 'what was still to come could not change the choice',
  budget: 'the budget was used up',
  exhausted: 'all attempts were used up',
  repeats: 'the model said again what had been rejected',
  undecided: 'attempts passed, but none was taken',
  truncated: 'the answer was cut off',
}

/** Each outcome in a word, and with a sign that does not need colour. */
export const outcomes: Readonly<Record<Outcome, { readonly sign: string; readonly word: string }>> = {
  chosen: { sign: '✔', word: 'chosen' },
  passed: { sign: '✓', word: 'passed' },
  rejected: { sign: '✗', word: 'rejected' },
  unchecked: { sign: '·', word: 'not checked' },
  cancelled: { sign: '–', word: 'cancelled' },
  failed: { sign: '!', word: 'failed' },
}

/** The outcome of an entry, with its sign. */
export function outcomeText({ outcome }: Pick<Entry, 'outcome'>): string {
  return `${outcomes[outcome].sign} ${outcomes[outcome].word}`
}

/** What is to be said of all of it, name by name. */
export function summary({ sampling, ms }: CallRecord): readonly (readonly [name: string, value: string])[] {
  const { success, strategy, stopped, attempts, ledger, errors } = sampling
  const passed = attempts.filter(({ ok }) => ok).length
  return [
    ['result', success ? 'accepted' : 'no attempt was accepted'],
    ['strategy', strategy],
    ['ended', stops[stopped] ?? stopped],
    ['attempts', `${count(attempts.length)}, of which ${count(passed)} passed`],
    ['calls', count(ledger.calls)],
    [
      'tokens',
      `${count(ledger.inputTokens)} in, ${count(ledger.outputTokens)} out${ledger.estimated ? ' (estimated)' : ''}`,
    ],
    ['time', duration(Math.max(ms, sampling.ms))],
    ...(ledger.cost ? [['cost', wholePrice(ledger.cost)] as const] : []),
    ...(errors.length > 0 ? [['errors', errors.map((error) => messageOf(error)).join('; ')] as const] : []),
  ]
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
