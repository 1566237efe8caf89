import type { Backend, FinishReason, GenerateRequest, Receipt, TokenLogprob, Warning } from './backend.ts'
import type { Component } from './component.ts'
import type { Context } from './context.ts'
import type { WireMessage } from './message.ts'
import type { ModelOutput } from './model-output.ts'
import type { Validation } from './requirement.ts'
import type { Usage } from './usage.ts'

/** What `decode` made of an answer. Never a bare value: a failure cannot be mistaken for one. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Error }

/** One generation, not yet checked. */
export interface Draft<out T> {
  /** Counted from 1, over all of the call. */
  readonly index: number
  /** All of the answer, a `prefill` included. */
  readonly text: string
  readonly thinking: string | undefined
  readonly parsed: Parsed<T>
  readonly finishReason: FinishReason
  readonly usage: Usage
  readonly logprobs: readonly TokenLogprob[] | undefined
  readonly resume: unknown
  /** The messages as they were sent. */
  readonly prompt: readonly WireMessage[]
  /** The answer as a message, with the provider's state. */
  readonly message: WireMessage
  /** The action's own message, as it was sent. */
  readonly question: WireMessage
  readonly provider: string
  readonly modelId: string
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
  readonly raw: unknown
  /** In milliseconds. */
  readonly latencyMs: number
  /** The history with this turn in it. */
  readonly context: Context
}

declare const checked: unique symbol

/** A draft that was checked. Only the engine makes one. */
export interface Attempt<out T> extends Draft<T> {
  readonly [checked]: true
  /** It parsed, and every requirement passed. */
  readonly ok: boolean
  readonly validations: readonly Validation[]
  /** Those that did not pass, the schema's among them. */
  readonly failures: readonly Validation[]
  /** How many requirements passed. */
  readonly met: number
}

/** How one step differs from the call as it was made. */
export interface StepOptions {
  readonly action?: Component<unknown> | undefined
  readonly context?: Context | undefined
  readonly backend?: Backend | undefined
  readonly modelOptions?: object | undefined
  readonly prefill?: GenerateRequest['prefill'] | undefined
  readonly affinity?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Sees text as it grows; `'stop'` ends the draft here, at the socket. */
  readonly watch?: ((soFar: string) => 'go' | 'stop') | undefined
}

/** What is left to spend; `Infinity` where nothing was said. */
export interface RemainingBudget {
  readonly attempts: number
  readonly tokens: number
  readonly ms: number
  readonly cost: number
}

/** What a strategy may do. Everything done through it is counted, limited and cancellable. */
export interface SampleRun<out T> {
  readonly action: Component<unknown>
  readonly context: Context
  readonly signal: AbortSignal
  readonly attempts: readonly Attempt<T>[]
  readonly budget: RemainingBudget
  /** From 0 up to 1, from the session's source of randomness. */
  random(): number
  /** One generation; not checked. */
  draft(options?: StepOptions): Promise<Draft<T>>
  /** `n` generations of one prompt, as they finish. */
  drafts(n: number, options?: StepOptions): AsyncIterable<Draft<T>>
  /** Decodes and checks a draft: the only way to an `Attempt`. */
  check(draft: Draft<unknown>): Promise<Attempt<T>>
  /** `check(await draft())`. */
  attempt(options?: StepOptions): Promise<Attempt<T>>
  /** The next step after a failure, with every reason in it. */
  repair(failed: Attempt<unknown>): StepOptions
}

/**
 * Chooses an attempt. Whether it passed is the engine's business, so a strategy cannot say more than was checked.
 * `undefined` means that none will do: the engine then reports the best one as a failure.
 */
export interface SamplingStrategy<in T = unknown> {
  readonly name: string
  /** Drafts one after another and returns the first that passed: where nothing but watchers can reject it, its text flows as it comes. @default false */
  readonly sequential?: boolean
  readonly sample: (run: SampleRun<T>) => Promise<Attempt<unknown> | undefined>
}

/** What came of a call, success or not. */
export type SamplingResult<T, C = unknown> =
  | {
      readonly success: true
      readonly result: ModelOutput<T, C>
      readonly attempts: readonly Attempt<T>[]
      readonly context: Context
    }
  | {
      readonly success: false
      /** Most requirements met; of equals the latest. */
      readonly best: Attempt<T>
      readonly failures: readonly Validation[]
      readonly attempts: readonly Attempt<T>[]
      readonly context: Context
    }
