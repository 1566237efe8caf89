import type { JsonObject } from './json.ts'
import type { MessagePart, Role, WireMessage } from './message.ts'
import type { ModelOutput } from './model-output.ts'

/** A piece of text that stands for itself. `null` is not one: leave it out. */
export interface Block {
  readonly kind: 'block'
  readonly text: string
}

/** An answer that may not have been computed yet. */
export type PendingOutput = PromiseLike<ModelOutput<unknown, unknown>>

/** What may stand inside a component: text, another component, an output, or one that is still being computed. */
export type ComponentPart =
  | string
  | Block
  | Component<unknown>
  | ModelOutput<unknown, unknown>
  | PendingOutput

/** Handed to `render`: all parts are computed by then. */
export interface RenderScope {
  /** The edition of the default prompts. @example 'mellea/1' */
  readonly edition: string
  /** The model's name, for families that want to be asked in another way. */
  readonly modelId: string
  /** A part as text. */
  text(part: ComponentPart): string
  /** A part as message parts: text, and what cannot be text. */
  parts(part: ComponentPart): readonly MessagePart[]
}

/** What `decode` reads: the finished answer. */
interface DecodeInput {
  readonly text: string
  readonly thinking: string | undefined
  readonly message: WireMessage
}

/**
 * What to ask, and how to read the answer. Immutable.
 *
 * `T` is what `decode` makes of an answer; without `decode` it is the text.
 */
export interface Component<out T = string> {
  readonly kind: string
  /** Who says it. @default 'user' */
  readonly role?: Role
  /** What it is made of; those that are still being computed are awaited, all at once, before `render`. */
  parts?(): readonly ComponentPart[]
  /** Says what to ask; `scope` knows the model, and gives the text of parts that were still being computed. */
  render(scope: RenderScope): string | readonly MessagePart[]
  /** Reads the answer; throws when it cannot, which is a failed attempt, never a lost one. */
  decode?(answer: DecodeInput): T | Promise<T>
  /** JSON Schema that the answer must fit. */
  readonly schema?: JsonObject
  /** The value goes over the wire as `{ "result": … }`, since it is no object by itself. @default false */
  readonly wrapped?: boolean
  /** Of a question put through `ask`: whether enough has been said, so that generation can stop here. */
  enough?(soFar: string): boolean
  /** Text that the answer starts with: the model continues it where it can. */
  readonly prefill?: string
  /** The same question with the reasons why an earlier answer failed. */
  repaired?(reasons: readonly string[]): Component<T>
  readonly '~value'?: T
}
