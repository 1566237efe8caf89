/**
 * The verbs with the context in the open: every one takes a backend and a context, and gives the output and the new context.
 *
 * @module
 */
import type { Backend } from '../core/backend.ts'
import type { Component, ComponentPart } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { Embedded, EmbeddingOutput } from '../core/embedding.ts'
import type { ModelOutput } from '../core/model-output.ts'
import type { ModelOutputThunk } from '../core/model-output-thunk.ts'
import type { RequirementLike } from '../core/requirement.ts'
import type { Formatted, Schema } from '../core/schema.ts'
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
export interface Placed<T> {
  readonly output: ModelOutput<T, never>
  readonly context: Context
}

/** @example
 * import { SimpleContext, OllamaModelBackend } from 'mellea'
 * import { instruct } from 'mellea/functional'
 * const { output, context } = await instruct('Say hi.', { backend: new OllamaModelBackend(), context: new SimpleContext() })
 * console.log(output.value, context.messages.length)
 */
export function instruct<N extends object, S extends Schema | undefined = undefined>(
  description: ComponentPart,
  place: Place<N>,
  options?: InstructOptions<N, S>,
): Promise<Placed<Formatted<S>>> {
  return placed(place, (m) => m.instruct(description, options))
}

/** Says something as it is. */
export function chat<N extends object, S extends Schema | undefined = undefined>(
  content: ComponentPart,
  place: Place<N>,
  options?: ChatOptions<N, S>,
): Promise<Placed<Formatted<S>>> {
  return placed(place, (m) => m.chat(content, options))
}

/** Asks what a component asks. */
export function act<T, N extends object>(
  action: Component<T>,
  place: Place<N>,
  options?: ActOptions<N, T>,
): Promise<Placed<T>> {
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

async function placed<T, N extends object>(
  { backend, context }: Place<N>,
  call: (m: MelleaSession<N>) => ModelOutputThunk<T, never>,
): Promise<Placed<T>> {
  const m = new MelleaSession({ backend, ctx: context })
  const output = await call(m)
  return { output, context: m.ctx }
}
