import type { RequirementLike } from '../core/requirement.ts'
import type { Schema } from '../core/schema.ts'
import type { CheckedCallOptions } from './call-options.ts'

/** An example of a call: what goes in, and what should come out. */
interface GenerativeExample<I, O> {
  readonly input: I
  readonly output: O
}

/** A function by its declaration: its name, its documentation, and what goes in and out. The model is its body. */
export interface GenerativeSpec<In, Input, Out> {
  /** A name for the model to go by. */
  readonly name: string
  /** What the function does, as you would document it. */
  readonly doc: string
  readonly input: Schema<Input, In>
  readonly output: Schema<Out>
  /** Hold before the model is asked; they see the parsed input. */
  readonly preconditions?: readonly RequirementLike<NoInfer<Input>>[] | undefined
  /** Hold for every result; those of the call come after them. */
  readonly requirements?: readonly RequirementLike<NoInfer<Out>>[] | undefined
  readonly examples?: readonly GenerativeExample<NoInfer<In>, NoInfer<Out>>[] | undefined
}

/** What a call of a generative function takes beside its input. */
export interface GenerativeOptions<Out> extends CheckedCallOptions<object, Out> {
  readonly modelOptions?: { readonly [name: string]: unknown } | undefined
}
