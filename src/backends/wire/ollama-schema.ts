import type { Json, JsonObject } from '../../core/json.ts'

/** Keywords that say nothing about the value. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
])

type Check = (value: Json | undefined, schema: JsonObject) => boolean

const all = (values: Json | undefined): boolean =>
  typeof values === 'object' && values !== null && Object.values(values).every(enforced)
const always = (): boolean => true
const ofType =
  (type: string): Check =>
  (_, schema) =>
    schema['type'] === type

/** Keywords that its grammar knows, and when. What is missing here is ignored there, or only nearly kept. */
const checks: Readonly<Record<string, Check>> = {
  type: always,
  enum: always,
  const: always,
  required: always,
  properties: all,
  $defs: all,
  definitions: all,
  anyOf: all,
  prefixItems: all,
  items: (value) => enforced(value),
  additionalProperties: (value) => enforced(value),
  minItems: ofType('array'),
  maxItems: ofType('array'),
  minLength: ofType('string'),
  maxLength: ofType('string'),
  minimum: ofType('integer'),
  maximum: ofType('integer'),
  // what stands beside a reference is not looked at
  $ref: (value, schema) =>
    typeof value === 'string' &&
    value.startsWith('#') &&
    Object.keys(schema).every((key) => key === '$ref' || key === '$defs' || silent.has(key)),
}

/**
 * Whether a schema holds nothing but what Ollama's grammar makes certain: `pattern`, `format`, `oneOf`, bounds of fractions and the like
 * are sent, and left to the check after.
 */
export function enforcedByOllama(schema: JsonObject): boolean {
  return enforced(schema)
}

function enforced(schema: Json | undefined): boolean {
  if (typeof schema !== 'object' || schema === null)
    return typeof schema === 'boolean' || schema === undefined
  const object = schema as JsonObject
  return Object.entries(object).every(
    ([key, value]) => silent.has(key) || checks[key]?.(value, object) === true,
  )
}
