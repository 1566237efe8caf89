import type { Json, JsonObject } from './json.ts'
import { acceptsNull, isObject, requiredOf } from './schema-shape.ts'

/**
 * An answer without the nulls that only strict mode put there: where `schema`, as it was before, has an optional key that may not be
 * null, a null means that the key is absent.
 */
export function dropAddedNulls(value: Json, schema: JsonObject, root: JsonObject = schema): Json {
  const shape = resolved(schema, root)
  if (Array.isArray(value)) {
    const items = shape['items']
    return isObject(items) ? value.map((each: Json) => dropAddedNulls(each, items, root)) : value
  }
  if (!isObject(value)) return value
  const branch = branchFor(value, shape, root)
  if (branch) return dropAddedNulls(value, branch, root)
  const properties = isObject(shape['properties']) ? shape['properties'] : {}
  const required = requiredOf(shape)
  const kept = Object.entries(value).flatMap(([key, each]): [string, Json | undefined][] => {
    const property = properties[key]
    if (!isObject(property)) return [[key, each]]
    if (each === null && !required.has(key) && !acceptsNull(resolved(property, root))) return []
    return [[key, each === undefined ? each : dropAddedNulls(each, property, root)]]
  })
  return Object.fromEntries(kept)
}

/** Of several shapes the one whose keys these are. */
function branchFor(value: JsonObject, shape: JsonObject, root: JsonObject): JsonObject | undefined {
  const branches = shape['anyOf'] ?? shape['oneOf']
  if (!Array.isArray(branches)) return undefined
  const keys = Object.keys(value)
  return branches.find((each: Json): each is JsonObject => {
    if (!isObject(each)) return false
    const properties = resolved(each, root)['properties']
    return isObject(properties) && keys.every((key) => fits(value[key], properties[key]))
  })
}

function fits(value: Json | undefined, property: Json | undefined): boolean {
  if (!isObject(property)) return property === true
  if (property['const'] !== undefined) return property['const'] === value
  return !Array.isArray(property['enum']) || property['enum'].includes(value ?? null)
}

function resolved(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = schema['$ref']
  if (typeof reference !== 'string' || !reference.startsWith('#')) return schema
  let found: Json | undefined = root
  for (const key of reference.split('/').slice(1)) found = isObject(found) ? found[unescaped(key)] : undefined
  return isObject(found) ? found : {}
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}
