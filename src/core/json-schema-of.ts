import { OptionError } from './errors.ts'
import type { JsonObject } from './json.ts'
import type { Schema } from './schema.ts'

/** How a schema goes over the wire. */
export interface WireSchema {
  /** Always describes an object: models and servers want one at the root. */
  readonly schema: JsonObject
  /** The value travels as `{ "result": … }`. */
  readonly wrapped: boolean
}

/**
 * The JSON Schema that a model is asked for: what the validator accepts, so the schema's input side.
 *
 * @throws OptionError `schema-unsupported` for a schema that cannot say itself as JSON Schema; the message has the one-line fix.
 */
export function wireSchemaOf(schema: Schema): WireSchema {
  const standard: unknown = schema?.['~standard']
  if (typeof standard !== 'object' || standard === null)
    throw unsupported(
      '`format` is not a Standard Schema: give a zod, arktype or valibot schema, or `jsonSchema({ … })`.',
    )
  const json: unknown = Reflect.get(standard, 'jsonSchema')
  if (typeof json !== 'object' || json === null)
    throw unsupported(`The schema has no JSON Schema. ${remedy(standard)}`)
  const plain = inputSchema(json)
  return plain.type === 'object' ? { schema: plain, wrapped: false } : { schema: wrap(plain), wrapped: true }
}

function inputSchema(json: object): JsonObject {
  try {
    const { $schema: _, ...plain } = Reflect.get(json, 'input').call(json, { target: 'draft-2020-12' })
    return plain
  } catch (cause) {
    throw unsupported(
      `The schema cannot be said as JSON Schema: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    )
  }
}

function remedy(standard: object): string {
  const vendor = String(Reflect.get(standard, 'vendor'))
  if (vendor === 'zod') return 'Update to zod 4.2 or later, and import it from "zod".'
  if (vendor === 'valibot') return 'Wrap it: `toStandardJsonSchema(schema)` from "@valibot/to-json-schema".'
  if (vendor === 'arktype') return 'Update to arktype 2.1.28 or later.'
  return `Give \`jsonSchema({ … })\` instead of the schema of "${vendor}".`
}

/** `{ "result": … }` around a schema that is no object; references keep pointing where they did. */
function wrap(plain: JsonObject): JsonObject {
  const { $defs, ...rest } = plain
  const recursive = JSON.stringify(plain).includes('"$ref":"#"')
  const root = '#/$defs/result'
  const result = recursive ? { $ref: root } : rest
  const defs: unknown = recursive ? { ...Object($defs), result: rest } : $defs
  const wrapped = {
    type: 'object',
    properties: { result },
    required: ['result'],
    additionalProperties: false,
    ...(defs !== undefined && { $defs: defs }),
  }
  return JSON.parse(JSON.stringify(wrapped).replaceAll('"$ref":"#"', `"$ref":"${root}"`))
}

function unsupported(message: string, cause?: unknown): OptionError {
  return new OptionError(message, { code: 'schema-unsupported', ...(cause !== undefined && { cause }) })
}
