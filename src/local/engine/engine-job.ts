import type { FinishReason, TokenLogprob, Warning } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { SamplingSettings } from './sampling-settings.ts'

/** One answer to generate. */
export interface EngineJob {
  readonly tokens: readonly number[]
  readonly sampling: SamplingSettings
  /** At most; what is left of the context may be less. */
  readonly maxNewTokens: number
  /** Whether the caller has set the limit. */
  readonly limitIsAsked: boolean
  readonly stops: readonly string[]
  /** A GBNF grammar that the answer is held to. */
  readonly grammar: string | undefined
  readonly logprobs: boolean
  /** How many of the likeliest tokens are told beside each; 0 is none. */
  readonly topLogprobs: number
  /** Jobs that share one share a long prefix. */
  readonly affinity: string | undefined
  readonly signal: AbortSignal
}

/** What came of a job, for those who look. */
export interface EngineReport {
  /** Why it ended: `'end-of-turn'`, `'stop-sequence'`, `'limit'`, `'context-full'`, `'aborted'`. */
  readonly ended: string
  /** The most tokens that it could have had. */
  readonly maxNewTokens: number
  readonly prefillMs: number
  readonly decodeMs: number
}

export type EngineEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'logprobs'; readonly tokens: readonly TokenLogprob[] }
  | {
      readonly type: 'finish'
      readonly reason: FinishReason
      readonly usage: ReportedUsage
      readonly warnings?: readonly Warning[]
      readonly raw: EngineReport
    }
