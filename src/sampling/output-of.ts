import type { LedgerTotals } from '../core/ledger.ts'
import type { ModelOutput } from '../core/model-output.ts'
import type { Attempt } from '../core/sampling.ts'

export interface OutputFacts {
  /** How many attempts it took. */
  readonly attempts: number
  readonly ledger: LedgerTotals
}

/** An attempt as the output of its call; `undefined` when it could not be parsed. */
export function outputOf<T>(attempt: Attempt<T>, facts: OutputFacts): ModelOutput<T, never> | undefined {
  if (!attempt.parsed.ok) return undefined
  const {
    text,
    thinking,
    usage,
    finishReason,
    validations,
    ok,
    provider,
    modelId,
    prompt,
    message,
    toolCalls,
    steps,
    receipt,
    warnings,
    logprobs,
    raw,
  } = attempt
  return Object.freeze({
    value: attempt.parsed.value,
    text,
    thinking,
    // the session says by its types which tools it offered
    toolCalls: toolCalls as readonly never[],
    steps,
    usage,
    attempts: facts.attempts,
    ledger: facts.ledger,
    cost: facts.ledger.cost,
    finishReason,
    validations,
    ok,
    provider,
    modelId,
    prompt,
    message,
    receipt,
    warnings,
    logprobs,
    raw,
    toString: () => text,
  })
}
