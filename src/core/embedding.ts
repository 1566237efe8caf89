import type { Warning } from './backend.ts'
import type { Cost } from './cost.ts'
import type { LedgerTotals } from './ledger.ts'
import type { ReportedUsage, Usage } from './usage.ts'

/** What a model made of one text: numbers that are near those of texts with a like meaning. */
export type Vector = readonly number[]

/** Texts to turn into vectors: one physical call. */
export interface EmbedRequest {
  /** At least one, and none of them empty. */
  readonly texts: readonly string[]
  /** Another model of the same server, as the server names it. @default the backend's own */
  readonly modelId?: string
  /** How many numbers a vector shall have, where the model lets one choose. @default the model's own */
  readonly dimensions?: number
  /** Sent as it is, last. */
  readonly extraBody?: { readonly [key: string]: unknown }
  readonly headers?: { readonly [name: string]: string }
  /** Once aborted: stop the wire, and reject with its reason. */
  readonly signal: AbortSignal
}

/** What a backend makes of them. */
export interface EmbedReply {
  /** One for each text, in their order. */
  readonly vectors: readonly Vector[]
  /** Who answered, where the server says it. */
  readonly modelId?: string
  readonly usage?: ReportedUsage
  readonly warnings?: readonly Warning[]
}

/** One vector for one text, a list of them for a list. */
export type Embedded<I> = I extends string ? Vector : readonly Vector[]

/** Finished vectors, and what they took. Immutable. */
export interface EmbeddingOutput<out T = Vector> {
  readonly value: T
  /** How many numbers a vector has. */
  readonly dimensions: number
  readonly usage: Usage
  /** Everything that the call spent: a row for each batch, retries, aborted ones. */
  readonly ledger: LedgerTotals
  /** As in `ledger`; absent where no price is known. */
  readonly cost: Cost | undefined
  readonly provider: string
  readonly modelId: string
  readonly warnings: readonly Warning[]
}
