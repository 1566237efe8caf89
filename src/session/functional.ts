/**
 * The verbs with the context in the open: every one takes a backend and a context, and gives the output and the new context.
 *
 * @module
 */
import type { Backend } from '../core/backend.ts'
import type { Component, ComponentPart } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { Embedded, EmbeddingOutput } from '../core/embedding.ts'
import type { ModelOutput, RunnableToolCall } from '../core/model-output.ts'
import type { ModelOutputThunk } from '../core/model-output-thunk.ts'
import type { RequirementLike } from '../core/requirement.ts'
import type { Formatted, Schema } from '../core/schema.ts'
import type { AnyTool, CallsOf } from '../core/tool.ts'
import type {
  ActOptions,
  ChatOptions,
  EmbedOptions,
  InstructOptions,
  ValidateOptions,
} from './call-options.ts'
import { MelleaSession } from './mellea-session.ts'
import type { ValidationReport } from './validation-report.ts'

/** Where a verb works. */
export interface Place<N extends object = object> {
  readonly backend: Backend<N>
  readonly context: Context
}

/** What a verb gives: the place it was given is unchanged. */
export interface Placed<T, C = RunnableToolCall> {
  readonly output: ModelOutput<T, C>
  readonly context: Context
}

/** @example
 * import { SimpleContext, OllamaModelBackend } from 'mellea'
 * import { instruct } from 'mellea/functional'
 * const { output, context } = await instruct('Say hi.', { backend: new OllamaModelBackend(), context: new SimpleContext() })
 * console.log(output.value, context.messages.length)
 */
export function instruct<
  N extends object,
  S extends Schema | undefined = undefined,
  U extends AnyTool = never,
>(
  description: ComponentPart,
  place: Place<N>,
  options?: InstructOptions<N, S, U>,
): Promise<Placed<Formatted<S>, CallsOf<U>>> {
  return placed(place, (m) => m.instruct(description, options))
}

/** Says something as it is. */
export function chat<N extends object, S extends Schema | undefined = undefined, U extends AnyTool = never>(
  content: ComponentPart,
  place: Place<N>,
  options?: ChatOptions<N, S, U>,
): Promise<Placed<Formatted<S>, CallsOf<U>>> {
  return placed(place, (m) => m.chat(content, options))
}

/** Asks what a component asks. */
export function act<T, N extends object, U extends AnyTool = never>(
  action: Component<T>,
  place: Place<N>,
  options?: ActOptions<N, T, U>,
): Promise<Placed<T, CallsOf<U>>> {
  return placed(place, (m) => m.act(action, options))
}

/** Checks a text, or the context's last output, against requirements. */
export function validate<N extends object, T = string>(
  requirements: RequirementLike<T> | readonly RequirementLike<T>[],
  { backend, context }: Place<N>,
  options?: ValidateOptions<N>,
): Promise<ValidationReport> {
  return new MelleaSession({ backend, ctx: context }).validate(requirements, options)
}

/** Turns a text into a vector, or texts into vectors; there is no context to it. */
export function embed<const I extends string | readonly string[]>(
  input: I,
  { backend }: Pick<Place, 'backend'>,
  options?: EmbedOptions,
): Promise<EmbeddingOutput<Embedded<I>>> {
  return new MelleaSession({ backend }).embed(input, options)
}

async function placed<T, N extends object, C>(
  { backend, context }: Place<N>,
  call: (m: MelleaSession<N>) => ModelOutputThunk<T, C>,
): Promise<Placed<T, C>> {
  const m = new MelleaSession({ backend, ctx: context })
  const output = await call(m)
  return { output, context: m.ctx }
}
