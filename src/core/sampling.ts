import type {
  Backend,
  Capabilities,
  FinishReason,
  GenerateRequest,
  Receipt,
  TokenLogprob,
  Warning,
} from './backend.ts'
import type { Component } from './component.ts'
import type { Context } from './context.ts'
import type { Vector } from './embedding.ts'
import type { JsonObject } from './json.ts'
import type { LedgerTotals } from './ledger.ts'
import type { WireMessage } from './message.ts'
import type { MelleaError } from './errors.ts'
import type { ModelOutput, RunnableToolCall, ToolStep } from './model-output.ts'
import type { Validation } from './requirement.ts'
import type { Usage } from './usage.ts'

/** What `decode` made of an answer. Never a bare value: a failure cannot be mistaken for one. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Error }

/**
 * What a generation was made for. `'thinking'` and `'patch'` are steps on the way to an answer: they are not watched, not held to the
 * call's schema, and their text is not shown as the answer's. May grow in a minor release.
 */
export type DraftPurpose = 'answer' | 'repair' | 'escalation' | 'thinking' | 'patch' | 'judge'

/** One generation, not yet checked. */
export interface Draft<out T> {
  /** Counted from 1, over all of the call. */
  readonly index: number
  readonly purpose: DraftPurpose
  /** All of the answer, a `prefill` included; without what it was to go on `after`. */
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
  /** Tools that the model wants called, those that are called rightly. */
  readonly toolCalls: readonly RunnableToolCall[]
  /** What a tool loop did before this answer. */
  readonly steps: readonly ToolStep[]
  /** @internal every call, also those that cannot be run; absent where there is none */
  readonly '~calls'?: readonly ToolCallReading[] | undefined
  /** @internal the schema was said in words, since it does not go together with tools */
  readonly '~schemaInWords'?: boolean | undefined
  /** The action's own message, as it was sent. */
  readonly question: WireMessage
  readonly provider: string
  readonly modelId: string
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
  readonly raw: unknown
  /** When it began, in milliseconds of the session's clock: only differences mean something. */
  readonly startedMs: number
  /** In milliseconds. */
  readonly latencyMs: number
  /** In the currency of the prices; `undefined` where its price is not known. */
  readonly cost: number | undefined
  /** The history with this turn in it. */
  readonly context: Context
}

/** One call of an answer: ready to run, or why it cannot be. */
export type ToolCallReading =
  | { readonly ok: true; readonly call: RunnableToolCall }
  | { readonly ok: false; readonly call: RunnableToolCall; readonly error: MelleaError }

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
  /** Of an answer that a watcher has refused: what stands before the unit that it refused. `prefill` goes on from there. */
  readonly good: string | undefined
}

/** How one step differs from the call as it was made. */
export interface StepOptions {
  /** @default 'answer' */
  readonly purpose?: DraftPurpose | undefined
  readonly action?: Component<unknown> | undefined
  readonly context?: Context | undefined
  readonly backend?: Backend | undefined
  readonly modelOptions?: object | undefined
  readonly prefill?: GenerateRequest['prefill'] | undefined
  /** What the model has said already and is no part of the answer, such as its thoughts: it goes on from there (`capabilities.prefill`). */
  readonly after?: GenerateRequest['prefill'] | undefined
  /** In place of the action's own; `null` is none. */
  readonly schema?: JsonObject | null | undefined
  readonly affinity?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Sees text as it grows; `'stop'` ends the draft here, at the socket. */
  readonly watch?: ((soFar: string) => 'go' | 'stop') | undefined
}

/** How several drafts of one prompt are made. */
export interface DraftsOptions extends StepOptions {
  /** How many at a time. @default all at once, as far as the backend lets */
  readonly concurrency?: number | undefined
  /**
   * Where the server can give several answers to one request, ask it so: the prompt is then read and paid for once, and all answers come
   * at the same time, so that none can be cancelled for another. @default true
   */
  readonly together?: boolean | undefined
}

/** How a question beside the answers is put. */
export interface AskOptions {
  /** The options of the call are not for another one. @default the judge's own (`judge: { backend }`), else the call's */
  readonly backend?: Backend | undefined
  /** Over those of the judge. */
  readonly modelOptions?: object | undefined
  /** The attempt that it is about, for the ledger. @default 1 */
  readonly attempt?: number | undefined
  /** Cancels the question alone. */
  readonly signal?: AbortSignal | undefined
}

/** Who turns texts into vectors. */
export interface EmbedAsideOptions {
  /** @default the call's */
  readonly backend?: Backend | undefined
  /** As its server names it. @default the backend's own, which may be no model for this */
  readonly modelId?: string | undefined
}

/**
 * Why a call made no further attempts. May grow in a minor release.
 *
 * - `'accepted'`: the strategy had what it wanted.
 * - `'decided'`: what was still to come could not have changed the choice.
 * - `'budget'`: the budget of the call was used up.
 * - `'exhausted'`: the strategy's own number of attempts was used up.
 * - `'repeats'`: the model said again what had been rejected.
 * - `'undecided'`: attempts passed, but the strategy took none of them.
 * - `'truncated'`: the answer was cut off, and would be cut off again.
 */
export type StopReason =
  | 'accepted'
  | 'decided'
  | 'budget'
  | 'exhausted'
  | 'repeats'
  | 'undecided'
  | 'truncated'

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
  /**
   * `n` generations of one prompt, as they finish. One that fails does not end the others; when all of them fail, the first failure is
   * thrown. Leaving the loop cancels those that still run.
   */
  drafts(n: number, options?: DraftsOptions): AsyncIterable<Draft<T>>
  /** Decodes and checks a draft: the only way to an `Attempt`. */
  check(draft: Draft<unknown>): Promise<Attempt<T>>
  /** `check(await draft())`. */
  attempt(options?: StepOptions): Promise<Attempt<T>>
  /** The next step after a failure, with every reason in it. */
  repair(failed: Attempt<unknown>): StepOptions
  /** A question about answers, apart from the conversation, on the judge's account. */
  ask<U>(question: Component<U>, options?: AskOptions): Promise<Draft<U>>
  /** Vectors of texts, one for each, on the account of the call. */
  embed(texts: readonly string[], options?: EmbedAsideOptions): Promise<readonly Vector[]>
  /** What the call's backend, or another one, can do. */
  capabilities(backend?: Backend): Promise<Capabilities>
  /** Says why there will be no further attempts, for the result; gives `undefined`, so that it can be returned. */
  stop(reason: StopReason): undefined
}

/**
 * Chooses an attempt. Whether it passed is the engine's business, so a strategy cannot say more than was checked.
 * `undefined` means that none will do: the engine then reports the best one as a failure.
 */
export interface SamplingStrategy<in T = unknown> {
  readonly name: string
  /** Drafts one after another and returns the first that passed: where nothing but watchers can reject it, its text flows as it comes. @default false */
  readonly sequential?: boolean
  /** Makes attempts through `run`, and returns the one to take. */
  readonly sample: (run: SampleRun<T>) => Promise<Attempt<unknown> | undefined>
}

/** What a call did, whatever came of it. */
interface SamplingRecord<T> {
  /** Those that were checked, in the order of the checks. */
  readonly attempts: readonly Attempt<T>[]
  readonly context: Context
  /** The strategy's name. */
  readonly strategy: string
  readonly stopped: StopReason
  /** What generations of several failed with; a failure that ends the call is thrown instead. */
  readonly errors: readonly unknown[]
  /** Every physical call: drafts, judges, retries, aborted ones. */
  readonly ledger: LedgerTotals
  /** From the start of the call, its wait in a queue not counted, to its end. */
  readonly ms: number
}

/** What came of a call, success or not. */
export type SamplingResult<T, C = unknown> =
  | (SamplingRecord<T> & {
      readonly success: true
      readonly result: ModelOutput<T, C>
    })
  | (SamplingRecord<T> & {
      readonly success: false
      /** Most requirements met; of equals the latest. */
      readonly best: Attempt<T>
      readonly failures: readonly Validation[]
    })
