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

/** A call of a tool that was offered, with arguments that its schema has accepted. Nothing was executed. */
export interface RunnableToolCall<N extends string = string, A = unknown, out R = unknown> extends ToolCall<
  N,
  A
> {
  /**
   * Runs the tool, and gives what it gives.
   *
   * @throws MelleaError `tool-failed` for what the tool throws (its `cause`), `blocked` where `approve` refuses the call; the reason of `signal`
   * as soon as that aborts.
   */
  run(options?: { readonly signal?: AbortSignal | undefined }): Promise<R>
}

/** What became of one call of a tool loop. */
export interface ToolOutcome {
  readonly call: ToolCall
  readonly ok: boolean
  /** What the tool gave. */
  readonly output?: unknown
  /** Why there is no output: it failed, was refused, or was called wrongly. */
  readonly error?: Error
  /** In milliseconds. */
  readonly ms: number
}

/** One step of a tool loop: the model called, the tools ran, and it was told. */
export interface ToolStep {
  /** What the model said, and the results it was given. */
  readonly messages: readonly WireMessage[]
  /** In the order of the calls. */
  readonly outcomes: readonly ToolOutcome[]
}

/** A finished answer. Immutable; as text (`${output}`) it is its text. */
export interface ModelOutput<out T = string, out C = ToolCall> {
  /** Parsed and validated where a `format` was given, else the text. */
  readonly value: T
  readonly text: string
  readonly thinking: string | undefined
  /** Tools that the model wants called; after a tool loop there are none left. */
  readonly toolCalls: readonly C[]
  /** What a tool loop did before this answer; nothing without one. */
  readonly steps: readonly ToolStep[]
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
