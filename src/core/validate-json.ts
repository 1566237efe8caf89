import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkJsonSchema } from './check-json-schema.ts'
import type { JsonObject } from './json.ts'

/** Whether a value fits a JSON Schema, and `guard` accepts it, as Standard Schema says it. */
export function validateJson<T>(
  value: unknown,
  schema: JsonObject,
  guard: ((value: unknown) => value is T) | undefined,
): StandardSchemaV1.Result<T> {
  if (value === undefined) return { issues: [{ message: 'there is no value' }] }
  const issues = checkJsonSchema(value, schema)
  if (issues.length > 0) return { issues }
  if (guard && !guard(value)) return { issues: [{ message: 'the guard of this schema does not accept it' }] }
  // the caller vouches that this schema describes a T
  return { value: value as T }
}
