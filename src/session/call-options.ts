import type { TimeoutOptions } from '../call/call-settings.ts'
import type { InstructionParts } from '../components/instruction.ts'
import type { MessageOptions } from '../components/message.ts'
import type { ModelId } from '../core/model-identifier.ts'
import type { Role } from '../core/message.ts'
import type { JudgeOptions } from '../core/judge-options.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { CallBudget } from '../core/call-budget.ts'
import type { RequirementLike } from '../core/requirement.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import type { Formatted, Schema } from '../core/schema.ts'
import type { AnyTool, ToolChoice, ToolLoopOptions } from '../core/tool.ts'

/** What every call takes. */
export interface CallOptions<N extends object = Record<string, unknown>> {
  readonly modelOptions?: ModelOptions<N> | undefined
  /** Cancels the call, down to the socket; whoever waits gets the signal's own reason. */
  readonly signal?: AbortSignal | undefined
  /** In milliseconds; a number is all of the call. @default { firstChunk: 600_000, chunk: 120_000 } */
  readonly timeout?: number | TimeoutOptions | undefined
  /** Per physical call, for failures of the transport that may pass. @default 2 */
  readonly maxRetries?: number | undefined
  /**
   * Fail with `not-enforced` rather than give an answer for which something that was asked was left out or, as the answer shows, ignored:
   * an option, the schema, a tool. What leaves no trace in an answer, such as a seed, is taken on trust. Not for judges. @default false
   */
  readonly enforce?: boolean | undefined
  /** `false` asks the server for one reply instead of a stream. @default true */
  readonly stream?: boolean | undefined
}

/** What calls that are checked take as well. */
export interface CheckedCallOptions<
  N extends object,
  in T,
  out U extends AnyTool = AnyTool,
> extends CallOptions<N> {
  /** What the model may call: `toolCalls` are told apart by them. Nothing runs without `toolLoop`. `[]` offers nothing. */
  readonly tools?: readonly U[] | undefined
  /** Whether it may, must or must not call one of them, or which one. In a loop it must only once. @default 'auto' */
  readonly toolChoice?: ToolChoice<NoInfer<U>['name']> | undefined
  /**
   * Runs the tools that are called and sends the results back, until the model answers; a number is `maxSteps`. After the last step it has to
   * answer without tools. @default calls are given back, and nothing runs
   */
  readonly toolLoop?: number | ToolLoopOptions | undefined
  readonly requirements?: readonly RequirementLike<NoInfer<T>>[] | undefined
  /** `null` is one generation, still checked. @default repairTemplate(): up to 3 generations, told why the one before failed */
  readonly strategy?: SamplingStrategy<NoInfer<T>> | null | undefined
  /** What the call may spend, whatever its strategy: attempts, tokens, milliseconds, money. When it is used up, the best attempt counts. @default unlimited */
  readonly budget?: CallBudget | undefined
  /** What awaiting does when no attempt passed: throw `RequirementsNotMetError`, or give the best attempt that could be parsed. @default 'throw' */
  readonly onFailure?: 'throw' | 'best' | undefined
  /** Look at judges also when a cheaper check has failed. @default false */
  readonly validateAll?: boolean | undefined
  /** Whether code checks requirements that are plainly rules, such as "Use at most 60 words.", in place of the judge. @default true */
  readonly compile?: boolean | undefined
  /** Who judges requirements in words, and how; over what the session says. */
  readonly judge?: JudgeOptions | undefined
  /** When plain text is given to readers. @default 'chunk' where only watchers can reject it, else 'accepted' */
  readonly release?: 'chunk' | 'accepted' | undefined
}

/** What `m.instruct` takes. */
export interface InstructOptions<
  N extends object,
  S extends Schema | undefined,
  out U extends AnyTool = AnyTool,
>
  extends CheckedCallOptions<N, Formatted<S>, U>, InstructionParts {
  /** A schema: the output's `value` is parsed, validated and typed by it. */
  readonly format?: S
}

/** What `m.chat` takes. */
export interface ChatOptions<N extends object, S extends Schema | undefined, out U extends AnyTool = AnyTool>
  extends CheckedCallOptions<N, Formatted<S>, U>, MessageOptions {
  /** Who says it. @default 'user' */
  readonly role?: Role | undefined
  readonly format?: S
}

/** What `m.act` takes. */
export interface ActOptions<
  N extends object,
  in T,
  out U extends AnyTool = AnyTool,
> extends CheckedCallOptions<N, T, U> {}

/** What `m.embed` takes. */
export interface EmbedOptions extends Pick<CallOptions, 'signal' | 'timeout' | 'maxRetries'> {
  /** A model for embeddings, of the same server; in process any whose weights can be found. @default the session's own model */
  readonly modelId?: ModelId | undefined
  /** How many numbers a vector shall have; a warning where the model does not let one choose. @default the model's own */
  readonly dimensions?: number | undefined
  /** Most texts of one request. Long texts go in smaller ones: about 200,000 letters at most. @default 64 */
  readonly batchSize?: number | undefined
  /** How many requests run at once, within what the backend allows. @default 4 */
  readonly concurrency?: number | undefined
  /** Sent as it is, last: what this server has beside the above. */
  readonly extraBody?: { readonly [key: string]: unknown } | undefined
}

/** What `m.validate` takes. */
export interface ValidateOptions<N extends object> extends CallOptions<N> {
  /** What to check. @default the conversation's last output */
  readonly output?: string | undefined
  /** Whether code checks requirements that are plainly rules. @default true */
  readonly compile?: boolean | undefined
  readonly judge?: JudgeOptions | undefined
}
