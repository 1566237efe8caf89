import type { JsonObject } from './json.ts'
import { isObject } from './schema-shape.ts'
import type { Schema } from './schema.ts'
import type * as ValidateJson from './validate-json.ts'

/**
 * A plain JSON Schema as a `format`. What comes back is checked against it (draft 2020-12; not `format`, `unevaluated…`, `dependent…` and
 * remote references), and by `guard`, where you give one. `T` is your word for it.
 *
 * @example
 * import { jsonSchema, startSession } from 'mellea'
 * const Tag = jsonSchema<{ tag: string }>({ type: 'object', properties: { tag: { type: 'string' } }, required: ['tag'] })
 * const { value } = await startSession().instruct('App crashes on start', { format: Tag })
 */
export function jsonSchema<T>(schema: JsonObject, guard?: (value: unknown) => value is T): Schema<T> {
  let loaded: typeof ValidateJson | undefined
  const json = { input: () => schema, output: () => schema }
  const standard = {
    version: 1,
    vendor: 'mellea',
    jsonSchema: json,
    // loaded with the first value: most programs have schemas of a validator
    validate(value: unknown) {
      if (loaded) return loaded.validateJson(value, schema, guard)
      return import('./validate-json.ts').then((module) =>
        (loaded = module).validateJson(value, schema, guard),
      )
    },
    guard,
  } as const
  return {
    '~standard': standard,
    // as zod has it: elements are read one by one while an array is written
    ...(isObject(schema['items']) &&
      !schema['prefixItems'] && { element: elementOf(schema, schema['items']) }),
  }
}

/** The schema of an array's elements, with the definitions that it may refer to. */
function elementOf({ $defs }: JsonObject, items: JsonObject): Schema {
  return jsonSchema<unknown>({ ...($defs !== undefined && { $defs }), ...items })
}
