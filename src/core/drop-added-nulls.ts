import type { Json, JsonObject } from './json.ts'

/** Leaves out keys that are null, not required, and not allowed to be null by the schema: what a strict dialect made the model write. */
export function dropAddedNulls(value: unknown, schema: Json | undefined): unknown {
  if (!isObject(schema)) return value
  if (Array.isArray(value)) return value.map((each) => dropAddedNulls(each, schema['items']))
  if (typeof value !== 'object' || value === null) return value
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const kept = Object.entries(value).filter(([key, each]) => each !== null || required.includes(key) || !(key in properties))
  return Object.fromEntries(kept.map(([key, each]) => [key, dropAddedNulls(each, properties[key])]))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
