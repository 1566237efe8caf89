import type { Json, JsonObject } from './json.ts'
import { isObject } from './schema-shape.ts'

/** Where a value does not fit a JSON Schema, and why. */
export interface SchemaIssue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

interface Place {
  readonly path: SchemaIssue['path']
  readonly root: JsonObject
}

/**
 * Checks a value against a JSON Schema (draft 2020-12): types, enum and const, objects, arrays, texts, numbers, combinations and
 * local references. `format`, `unevaluated…`, `dependent…` and remote references say nothing here.
 */
export function checkJsonSchema(value: unknown, schema: JsonObject): readonly SchemaIssue[] {
  return issues(value, schema, { path: [], root: schema })
}

function issues(value: unknown, schema: Json | undefined, place: Place): readonly SchemaIssue[] {
  if (schema === undefined || schema === true) return []
  if (schema === false) return [issue(place, 'is not allowed')]
  if (!isObject(schema)) return []
  const found = [
    ...ofReference(value, schema, place),
    ...ofType(value, schema, place),
    ...ofCombination(value, schema, place),
  ]
  if (typeof value === 'string') found.push(...ofText(value, schema, place))
  if (typeof value === 'number') found.push(...ofNumber(value, schema, place))
  if (Array.isArray(value)) found.push(...ofArray(value, schema, place))
  else if (typeof value === 'object' && value !== null) found.push(...ofObject(value, schema, place))
  return found
}

function ofReference(value: unknown, { $ref }: JsonObject, place: Place): readonly SchemaIssue[] {
  if (typeof $ref !== 'string' || !$ref.startsWith('#')) return []
  let target: Json | undefined = place.root
  for (const step of $ref.split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    target = isObject(target) ? target[key] : undefined
  }
  return target === undefined
    ? [issue(place, `has a schema that refers to ${$ref}, which is not there`)]
    : issues(value, target, place)
}

function ofType(value: unknown, schema: JsonObject, place: Place): readonly SchemaIssue[] {
  const found: SchemaIssue[] = []
  const { type, enum: allowed } = schema
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
  if (types.length > 0 && !types.some((each) => isOfType(value, each)))
    found.push(issue(place, `must be ${types.join(' or ')}`))
  if (Array.isArray(allowed) && !allowed.some((each) => same(each, value)))
    found.push(issue(place, `must be one of ${JSON.stringify(allowed)}`))
  if ('const' in schema && !same(schema['const'], value))
    found.push(issue(place, `must be ${JSON.stringify(schema['const'])}`))
  return found
}

function isOfType(value: unknown, type: Json): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function ofCombination(value: unknown, schema: JsonObject, place: Place): readonly SchemaIssue[] {
  const fits = (each: Json): boolean => issues(value, each, place).length === 0
  const { allOf, anyOf, oneOf, not } = schema
  const found = Array.isArray(allOf) ? allOf.flatMap((each) => issues(value, each, place)) : []
  if (Array.isArray(anyOf) && !anyOf.some(fits)) found.push(issue(place, 'fits none of the alternatives'))
  if (Array.isArray(oneOf) && oneOf.filter(fits).length !== 1)
    found.push(issue(place, 'must fit exactly one of the alternatives'))
  if (not !== undefined && fits(not)) found.push(issue(place, 'fits what it must not be'))
  return found
}

function ofText(
  value: string,
  { minLength, maxLength, pattern }: JsonObject,
  place: Place,
): readonly SchemaIssue[] {
  const length = Array.from(value).length
  const found: SchemaIssue[] = []
  if (typeof minLength === 'number' && length < minLength)
    found.push(issue(place, `must have at least ${minLength} letters`))
  if (typeof maxLength === 'number' && length > maxLength)
    found.push(issue(place, `must have at most ${maxLength} letters`))
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
    found.push(issue(place, `must match ${pattern}`))
  return found
}

const bounds: readonly (readonly [
  keyword: string,
  holds: (value: number, bound: number) => boolean,
  text: string,
])[] = [
  ['minimum', (value, bound) => value >= bound, 'at least'],
  ['maximum', (value, bound) => value <= bound, 'at most'],
  ['exclusiveMinimum', (value, bound) => value > bound, 'more than'],
  ['exclusiveMaximum', (value, bound) => value < bound, 'less than'],
  [
    'multipleOf',
    (value, bound) => Math.abs(value / bound - Math.round(value / bound)) < 1e-9,
    'a multiple of',
  ],
]

function ofNumber(value: number, schema: JsonObject, place: Place): readonly SchemaIssue[] {
  return bounds.flatMap(([keyword, holds, text]) => {
    const bound = schema[keyword]
    return typeof bound === 'number' && !holds(value, bound) ? [issue(place, `must be ${text} ${bound}`)] : []
  })
}

function ofArray(value: readonly unknown[], schema: JsonObject, place: Place): readonly SchemaIssue[] {
  const { items, minItems, maxItems, uniqueItems } = schema
  const first = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : []
  const found = value.flatMap((each, index) =>
    issues(each, index < first.length ? first[index] : items, { ...place, path: [...place.path, index] }),
  )
  if (typeof minItems === 'number' && value.length < minItems)
    found.push(issue(place, `must have at least ${minItems} items`))
  if (typeof maxItems === 'number' && value.length > maxItems)
    found.push(issue(place, `must have at most ${maxItems} items`))
  if (uniqueItems === true && new Set(value.map(canonical)).size < value.length)
    found.push(issue(place, 'must not repeat an item'))
  return found
}

function ofObject(value: object, schema: JsonObject, place: Place): readonly SchemaIssue[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const patterns = isObject(schema['patternProperties']) ? Object.entries(schema['patternProperties']) : []
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const missing = required
    .filter((key) => !Object.hasOwn(value, String(key)))
    .map((key) => issue(place, `lacks "${String(key)}"`))
  const entries: [string, unknown][] = Object.entries(value)
  const found = entries.flatMap(([key, each]) => {
    const inside = { ...place, path: [...place.path, key] }
    const matching = patterns
      .filter(([pattern]) => new RegExp(pattern, 'u').test(key))
      .map(([, pattern]) => pattern)
    const known = Object.hasOwn(properties, key) ? [properties[key], ...matching] : matching
    const schemas = known.length > 0 ? known : [schema['additionalProperties']]
    return schemas.flatMap((one) => issues(each, one, inside))
  })
  const { minProperties, maxProperties } = schema
  const count = entries.length
  if (typeof minProperties === 'number' && count < minProperties)
    found.push(issue(place, `must have at least ${minProperties} members`))
  if (typeof maxProperties === 'number' && count > maxProperties)
    found.push(issue(place, `must have at most ${maxProperties} members`))
  return [...missing, ...found]
}

function issue({ path }: Place, message: string): SchemaIssue {
  return { path, message }
}

function same(a: Json | undefined, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

/** As text, members in alphabetical order: equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
