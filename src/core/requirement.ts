import type { Component } from './component.ts'
import type { Context } from './context.ts'
import type { CheckSettings } from './judge-options.ts'
import type { ToolCall } from './model-output.ts'
import type { AskOptions, Draft } from './sampling.ts'

/** Whether an answer does what was asked. `unknown` is no verdict, and at the end it is not a pass. */
export type ValidationResult =
  | { readonly status: 'pass'; readonly reason?: string; readonly score?: number }
  | {
      readonly status: 'fail'
      readonly reason: string
      readonly score?: number
      /** The places in the value that are wrong, and nothing but them: `repairTemplate({ patch: true })` has these written anew. */
      readonly paths?: readonly (readonly (string | number)[])[]
    }
  | { readonly status: 'unknown'; readonly reason?: string; readonly score?: number }

/**
 * What a validator may return: `true` passes; `false`, or a text (the reason), fails; `[ok, reason]` and a
 * `ValidationResult` are taken as they are. Anything else is an error in the validator and a failed attempt.
 */
export type Verdict = boolean | string | ValidationResult | readonly [ok: boolean, reason: string]

/** Everything a validator gets beside the value. */
export interface CheckRequest<out T = unknown> {
  /** The answer as text. */
  readonly text: string
  /** The answer as parsed. */
  readonly value: T
  readonly action: Component<unknown>
  /** The conversation with this answer in it. */
  readonly context: Context
  /** Tools that this answer calls, and those that a tool loop called before it; absent for a text that no call gave. */
  readonly toolCalls?: readonly ToolCall[] | undefined
  /** Counted from 1. */
  readonly attempt: number
  readonly signal: AbortSignal
  /** Another generation on the judge's account: counted, limited, cancelled with this one. Never the raw backend. */
  ask<U>(question: Component<U>, options?: Omit<AskOptions, 'attempt'>): Promise<Draft<U>>
  /** @internal */
  readonly '~settings'?: CheckSettings | undefined
}

/** A check by code: looks at the value, and says what it thinks of it, at once or by a promise. */
export type Validator<T> = (value: T, request: CheckRequest<T>) => Verdict | Promise<Verdict>

/** What a watcher is told of the answer before it begins. */
export interface WatchedAnswer {
  /** The value stands in `{ "result": … }`, since it is no object by itself. */
  readonly wrapped: boolean
}

/** Looks at text while it grows; made anew for every attempt. */
export interface Watcher {
  /** `soFar` ends with `chunk`. */
  chunk(chunk: string, soFar: string): Verdict
  /** The text is complete; not called once a watcher has refused it. @default what `chunk` said last */
  end?(text: string): Verdict
  /**
   * How many characters of the text are good. Text is given to readers up to here, and an answer that was stopped may be continued from
   * here. @default all but a chunk that failed
   */
  readonly good?: number | undefined
  /**
   * The requirement is met, whatever follows. `not` and `implies` stop the tokens by it, so `validate` must say the
   * same of the whole text. @default false
   */
  readonly settled?: boolean
}

/**
 * Something that an answer must do. Without `validate` the model itself judges it by its `description`.
 */
export interface Requirement<in T = never> {
  /** Shown to the model (unless `checkOnly`), and to the judge. */
  readonly description?: string
  /** Checked, but never shown to the model. @default false */
  readonly checkOnly?: boolean
  /** Code first, judges last. @default 'code' with `validate`, else 'judge' */
  readonly cost?: 'code' | 'async' | 'judge'
  /** Checks the answer by code. Without it the model judges the description. */
  readonly validate?: (value: T, request: CheckRequest<T>) => Verdict | Promise<Verdict>
  /** Watches the text while it is generated; a failure stops the tokens. */
  readonly watch?: (answer: WatchedAnswer) => Watcher
  /**
   * How long the check may take, in milliseconds: then `signal` is aborted, and it has failed; a judge has come to no verdict.
   * @default `timeout: { validator }` of the call or the session; a judge may take as long as a model may
   */
  readonly timeout?: number
  /** Of a description alone: whether code checks it where it is plainly a rule, such as "Use at most 60 words." @default true */
  readonly compile?: boolean
  /** What its description was read as, where code checks it without having been told how: seen in reports. */
  readonly compiled?: CompiledReading
}

/** How a sentence that is plainly a rule was read. */
export interface CompiledReading {
  /** What kind of rule: `'words'`, `'includes'`, `'lower-case'`. May grow in a minor release. */
  readonly kind: string
  /** "at most 60 words" */
  readonly reading: string
  /** Whether code decides instead of the judge, or beside it: then both have to agree. */
  readonly standing: 'instead' | 'beside'
}

/** What a call takes as a requirement. */
export type RequirementLike<T> =
  | string
  | Validator<T>
  | readonly [description: string, validate: Validator<T>]
  | Requirement<T>

/** One requirement and what became of it. */
export interface Validation {
  /** How the requirement is called in reports: its description, or what stands for it. */
  readonly name: string
  readonly requirement: Requirement
  readonly result: ValidationResult
  /** It was not looked at: an earlier, cheaper one had failed. */
  readonly skipped?: boolean
}
