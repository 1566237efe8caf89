import { OptionError } from '../core/errors.ts'
import type { Schema } from '../core/schema.ts'
import { generativeFunction, type GenerativeFunction } from './generative-function.ts'
import type { FunctionSpec } from './generative-plan.ts'
import type { GenerativeSpec } from './generative-spec.ts'
import { templateSpec } from './template-spec.ts'

/** Placeholders name parameters, so they must be literals: a variable would let somebody's text become a name. */
type PlaceholderNames<K extends readonly string[]> = {
  readonly [I in keyof K]: string extends K[I] ? 'a placeholder is the name of a parameter, in quotes' : K[I]
}

type TemplateFunction<K extends readonly string[], Out> = GenerativeFunction<
  { [P in K[number]]: string },
  Out
>

interface Generative {
  <In, Input, Out>(spec: GenerativeSpec<In, Input, Out>): GenerativeFunction<In, Out>
  <const K extends readonly string[]>(
    strings: TemplateStringsArray,
    ...names: PlaceholderNames<K>
  ): TemplateFunction<K, string>
  /** The template form with a typed result. */
  returns<Out>(
    output: Schema<Out>,
  ): <const K extends readonly string[]>(
    strings: TemplateStringsArray,
    ...names: PlaceholderNames<K>
  ) => TemplateFunction<K, Out>
}

/**
 * A typed function whose body is the model: by its declaration, or as a template whose placeholders become its parameters.
 *
 * @example
 * import { generative, startSession } from 'mellea'
 * import { z } from 'zod'
 * const classify = generative({
 *   name: 'classify',
 *   doc: 'Classify the sentiment of the text.',
 *   input: z.object({ text: z.string() }),
 *   output: z.enum(['positive', 'negative']),
 * })
 * const m = startSession()
 * const sentiment = await classify(m, { text: 'I love this!' }) // 'positive' | 'negative'
 * const isRisky = generative.returns(z.boolean())`Does ${'summary'} describe a risk?`
 * if (sentiment === 'negative' && (await isRisky(m, { summary: 'All is well.' }))) console.log('careful')
 * @throws OptionError for a missing name or doc, and for a schema that cannot say itself as JSON Schema.
 */
// one implementation behind three signatures
export const generative: Generative = Object.assign(generativeOf as never, { returns })

function generativeOf(
  first: FunctionSpec<unknown, unknown> | TemplateStringsArray,
  ...names: readonly string[]
): unknown {
  if (isTemplate(first)) return generativeFunction(templateSpec(first, names, undefined))
  if (!first?.name || !first.doc || !first.input || !first.output)
    throw new OptionError(
      'generative({ name, doc, input, output }): one of them is missing; the model goes by name and doc, the types by input and output.',
    )
  return generativeFunction(first)
}

function returns<Out>(output: Schema<Out>) {
  return (strings: TemplateStringsArray, ...names: readonly string[]) =>
    generativeFunction(templateSpec(strings, names, output))
}

function isTemplate(first: object): first is TemplateStringsArray {
  return Array.isArray(first) && 'raw' in first
}
