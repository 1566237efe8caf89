import type { JsonObject } from './json.ts'
import type { Schema } from './schema.ts'

/**
 * A plain JSON Schema as a `format`. The model is asked for it; what comes back is checked by `guard`, where you give one.
 *
 * @example
 * import { jsonSchema, startSession } from 'mellea'
 * const Tag = jsonSchema<{ tag: string }>({ type: 'object', properties: { tag: { type: 'string' } }, required: ['tag'] })
 * const { value } = await startSession().instruct('App crashes on start', { format: Tag })
 */
export function jsonSchema<T>(schema: JsonObject, guard?: (value: unknown) => value is T): Schema<T> {
  const json = { input: () => schema, output: () => schema }
  const standard = {
    version: 1,
    vendor: 'mellea',
    jsonSchema: json,
    validate(value: unknown) {
      if (value === undefined) return { issues: [{ message: 'there is no value' }] }
      if (guard && !guard(value)) return { issues: [{ message: 'the guard of this schema does not accept it' }] }
      // without a guard the caller vouches for what the model writes under this schema
      return { value: value as T }
    },
  } as const
  return { '~standard': standard }
}
