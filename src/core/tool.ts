import type { JsonObject } from './json.ts'
import type { RunnableToolCall } from './model-output.ts'
import type { Schema } from './schema.ts'

/** What the code of a tool gets beside its arguments. */
export interface ToolScope {
  /** Aborted with the call that the tool runs for. */
  readonly signal: AbortSignal
  /** Of the tool call, as the provider named it. */
  readonly id: string
}

/** May say that a call must not run: `false`, or a text (the reason), refuses it. */
export type ToolApproval<A> = (args: A, scope: ToolScope) => boolean | string | Promise<boolean | string>

/** Any tool, whatever its arguments. */
export interface AnyTool {
  readonly name: string
  /** What the model is told of it. */
  readonly doc: string
  /** Validates the arguments. */
  readonly input: Schema
  /** The JSON Schema of the arguments, as it goes over the wire. */
  readonly schema: JsonObject
  readonly repeatable: boolean
  readonly approve?: ToolApproval<never> | undefined
  readonly run: (args: never, scope: ToolScope) => unknown
  readonly '~call'?: RunnableToolCall
}

/** A function that a model may ask to have called, made by `tool()`. */
export interface Tool<N extends string = string, in out A = never, out R = unknown> extends AnyTool {
  readonly name: N
  readonly approve?: ToolApproval<A> | undefined
  /** Your own function: takes arguments that were validated. */
  readonly run: (args: A, scope: ToolScope) => R | Promise<R>
  readonly '~call'?: RunnableToolCall<N, A, R>
}

/** Whether the model may, must or must not call a tool, or which one it must call. */
export type ToolChoice<N extends string = string> = 'auto' | 'none' | 'required' | { readonly name: N }

/** What the calls of an answer are: told apart by the tools that were offered, and anything where that is not known. */
export type CallsOf<U extends AnyTool> = [U] extends [never] ? RunnableToolCall : NonNullable<U['~call']>

/** How tools are run for the model until it answers. */
export interface ToolLoopOptions {
  /** How many times calls are run and their results sent back; after that the model has to answer. @default 8 */
  readonly maxSteps?: number | undefined
  /** How many calls of one step run at once. @default 8 */
  readonly concurrency?: number | undefined
  /** Whether the failure of a tool is told the model as its result, or ends the call. @default 'tell' */
  readonly onToolError?: 'tell' | 'throw' | undefined
}
