import { checkJsonSchema, type SchemaIssue } from '../../core/check-json-schema.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { JsonPath } from '../../util/json-reader.ts'

/** What a complete list or object says by itself, without its members. */
const ofContainers = ['type', 'required', 'minItems', 'maxItems', 'minProperties', 'maxProperties']

/**
 * What is certainly wrong with a value that is complete, inside of one that may not be: what its own place in the schema
 * says of it. Never more than a check of the whole would find; alternatives, conditions and the like are left to that.
 */
export function localIssues(root: JsonObject, path: JsonPath, value: unknown): readonly SchemaIssue[] {
  const schema = schemaAt(root, path)
  const index = path.at(-1)
  const around = typeof index === 'number' ? schemaAt(root, path.slice(0, -1)) : undefined
  const most = isObject(around) ? around['maxItems'] : undefined
  if (typeof index === 'number' && typeof most === 'number' && index >= most)
    return [{ path: path.slice(0, -1), message: `must have at most ${most} items` }]
  if (schema === false) return [{ path, message: 'is not allowed' }]
  if (!isObject(schema)) return []
  return checkJsonSchema(value, ownPart(schema, value)).map(({ message }) => ({ path, message }))
}

function ownPart(schema: JsonObject, value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(schema).filter(([keyword]) => ofContainers.includes(keyword)))
  // references deeper down would have to be followed from the root
  return JSON.stringify(schema).includes('"$ref"') ? {} : schema
}

/** The schema of a place, as far as lists, objects and references lead there. */
export function schemaAt(root: JsonObject, path: JsonPath): Json | undefined {
  let schema: Json | undefined = followed(root, root)
  for (const step of path) {
    if (!isObject(schema)) return schema === false ? false : undefined
    schema = followed(root, typeof step === 'number' ? itemAt(schema, step) : memberAt(schema, step))
  }
  return schema
}

function itemAt({ prefixItems, items }: JsonObject, index: number): Json | undefined {
  const first: readonly Json[] = Array.isArray(prefixItems) ? prefixItems : []
  return index < first.length ? first[index] : items
}

function memberAt(
  { properties, patternProperties, additionalProperties }: JsonObject,
  key: string,
): Json | undefined {
  if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key]
  return patternProperties === undefined ? additionalProperties : undefined
}

function followed(root: JsonObject, schema: Json | undefined): Json | undefined {
  let current = schema
  // a circle of references describes nothing
  for (let hops = 0; hops < 20 && isObject(current) && typeof current['$ref'] === 'string'; hops++) {
    const reference: string = current['$ref']
    if (!reference.startsWith('#')) return undefined
    let target: Json | undefined = root
    for (const step of reference.split('/').slice(1)) {
      const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
      target = isObject(target) ? target[key] : undefined
    }
    current = target
  }
  return current
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
