import type { Json, JsonObject } from './json.ts'

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it is the type of an object, among others perhaps. */
export function isObjectType(type: Json | undefined): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

/** Whether null fits. */
export function acceptsNull(schema: Json | undefined): boolean {
  if (!isObject(schema)) return false
  const { type, enum: values, anyOf, oneOf } = schema
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true
  if (Array.isArray(values) && values.includes(null)) return true
  const branches = anyOf ?? oneOf
  return schema['const'] === null || (Array.isArray(branches) && branches.some(acceptsNull))
}

export function requiredOf(schema: JsonObject): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema['required']) ? schema['required'] : [])
}

export function mapValues(
  object: JsonObject,
  map: (value: Json | undefined, key: string) => Json | undefined,
): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
}
