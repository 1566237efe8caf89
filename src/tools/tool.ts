import { OptionError } from '../core/errors.ts'
import type { JsonObject } from '../core/json.ts'
import { jsonSchema } from '../core/json-schema.ts'
import { wireSchemaOf } from '../core/json-schema-of.ts'
import type { Schema } from '../core/schema.ts'
import type { Tool, ToolApproval, ToolScope } from '../core/tool.ts'
import { shown } from '../util/shown.ts'

/** The arguments of a tool without an `input`. */
export type NoArguments = { readonly [name: string]: never }

/** A tool by its declaration. */
export interface ToolSpec<N extends string, A, R> {
  /** Letters, digits, `_` and `-`, at most 64: what every provider takes. */
  readonly name: N
  /** What it does and when to use it, for the model. */
  readonly doc: string
  /** The arguments: a schema of an object. @default none */
  readonly input?: Schema<A> | undefined
  /** Asked before every run: `false`, or a text (the reason), refuses the call. @default every call may run */
  readonly approve?: ToolApproval<NoInfer<A>> | undefined
  /** Whether another attempt of the same call may run it again with the same arguments. @default false: it gets the first result again */
  readonly repeatable?: boolean | undefined
  /** Gets arguments that were validated. What it gives goes to the model: text as it is, anything else as JSON. */
  readonly run: (args: NoInfer<A>, scope: ToolScope) => R | Promise<R>
}

/**
 * A function that a model may ask to have called. Its schema goes over the wire whole: enums, defaults, nesting and recursion.
 *
 * @example
 * import { startSession, tool } from 'mellea'
 * import { z } from 'zod'
 * const getWeather = tool({
 *   name: 'getWeather',
 *   doc: 'The weather of a city.',
 *   input: z.object({ city: z.string(), days: z.int().default(1) }),
 *   run: ({ city, days }) => ({ city, days, celsius: 21 }),
 * })
 * const { value } = await startSession().chat('Shall I take an umbrella in Paris?', { tools: [getWeather], toolLoop: 5 })
 * @throws OptionError for a name that not every provider takes, an input that is no object, and what is no function.
 */
export function tool<const N extends string, A extends object = NoArguments, R = unknown>(
  spec: ToolSpec<N, A, R>,
): Tool<N, A, R> {
  const { name, doc, input = noArguments, approve, repeatable = false, run } = spec
  if (typeof name !== 'string' || !/^[A-Za-z_][\w-]{0,63}$/.test(name))
    throw new OptionError(
      `tool(): a name has letters, digits, "_" and "-", at most 64 of them, and begins with a letter; got ${shown(name)}.`,
    )
  if (typeof doc !== 'string') throw new OptionError(`tool(${name}): \`doc\` is a text, got ${shown(doc)}.`)
  for (const [option, value] of Object.entries({ run, approve }))
    if (typeof value !== 'function' && (value !== undefined || option === 'run'))
      throw new OptionError(`tool(${name}): \`${option}\` is a function, got ${shown(value)}.`)
  return Object.freeze({ name, doc, input, schema: argumentSchema(name, input), repeatable, approve, run })
}

const noArguments = jsonSchema<never>({ type: 'object', properties: {} })

/** References to the root are left as they are: the root of the arguments is the root on the wire. */
function argumentSchema(name: string, input: Schema): JsonObject {
  const { schema, wrapped } = wireSchemaOf(input)
  if (!wrapped) return schema
  throw new OptionError(
    `tool(${name}): arguments have names, so \`input\` describes one object; put what it is now into a member of one.`,
    { code: 'schema-unsupported' },
  )
}
