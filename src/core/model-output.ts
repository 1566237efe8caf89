import type { FinishReason, Receipt, TokenLogprob, Warning } from './backend.ts'
import type { Cost } from './cost.ts'
import type { LedgerTotals } from './ledger.ts'
import type { WireMessage } from './message.ts'
import type { Validation } from './requirement.ts'
import type { Usage } from './usage.ts'

/** A tool that the model wants called. Nothing was executed. */
export interface ToolCall<N extends string = string, A = unknown> {
  readonly id: string
  readonly name: N
  readonly args: A
}

/** A finished answer. Immutable; as text (`${output}`) it is its text. */
export interface ModelOutput<out T = string, out C = ToolCall> {
  /** Parsed and validated where a `format` was given, else the text. */
  readonly value: T
  readonly text: string
  readonly thinking: string | undefined
  readonly toolCalls: readonly C[]
  /** Of the accepted attempt; `ledger` has all of the call. */
  readonly usage: Usage
  /** Everything that the call spent: attempts, judges, retries, aborted ones. */
  readonly ledger: LedgerTotals
  /** Of all of the call, as in `ledger`; absent where no price is known (see `prices`). */
  readonly cost: Cost | undefined
  readonly finishReason: FinishReason
  /** In the order in which the requirements were given. */
  readonly validations: readonly Validation[]
  /** Whether every requirement passed; false only under `onFailure: 'best'` and `.orBest()`. */
  readonly ok: boolean
  /** How many generations it took. */
  readonly attempts: number
  readonly provider: string
  readonly modelId: string
  /** The messages as they were sent. */
  readonly prompt: readonly WireMessage[]
  readonly message: WireMessage
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
  readonly logprobs: readonly TokenLogprob[] | undefined
  /** The provider's last payload, as it came. */
  readonly raw: unknown
  /** The text. */
  toString(): string
}
