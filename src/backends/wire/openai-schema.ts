import type { Json, JsonObject } from '../../core/json.ts'
import { acceptsNull, isObject, isObjectType, mapValues, requiredOf } from '../../core/schema-shape.ts'

/** A schema in OpenAI's strict dialect, or as near to it as it goes. */
export interface StrictSchema {
  readonly schema: JsonObject
  /** Whether the dialect has it at all; else it must be sent without `strict`. */
  readonly strict: boolean
  /** Keywords that the dialect does not have and that were left out: the check after has them. */
  readonly dropped: readonly string[]
}

/** Keywords of the dialect; what is missing here is refused there. */
const known: ReadonlySet<string> = new Set([
  '$ref',
  '$defs',
  'definitions',
  'type',
  'enum',
  'const',
  'anyOf',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'title',
  'description',
  'pattern',
  'format',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'minItems',
  'maxItems',
])

const formats: ReadonlySet<string> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
])

/** Of no use to the model, and of no harm to leave out. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'default',
  'examples',
  'deprecated',
  'readOnly',
])

/**
 * Rewrites a schema for OpenAI's strict mode: every object closed, every key required, what was optional may be `null` instead,
 * `oneOf` becomes `anyOf`. `dropAddedNulls` undoes the nulls in an answer.
 *
 * What the dialect cannot say at all (an open object, no object at the root) makes `strict` false.
 */
export function toStrictSchema(schema: JsonObject): StrictSchema {
  const dropped = new Set<string>()
  let strict = schema['type'] === 'object' && schema['anyOf'] === undefined && schema['oneOf'] === undefined

  function node(value: Json | undefined): Json | undefined {
    if (typeof value === 'boolean' || !isObject(value)) {
      // a place where anything may stand
      strict = false
      return value
    }
    const members = Object.entries(value).flatMap(([key, each]) => member(key, each))
    const shape = Object.fromEntries(members)
    if (isEmpty(shape) || isOpen(value)) strict = false
    return isObjectType(value['type']) || value['properties'] !== undefined ? closed(shape, value) : shape
  }

  function member(key: string, value: Json | undefined): [string, Json | undefined][] {
    if (key === 'properties' || key === '$defs' || key === 'definitions')
      return [[key, isObject(value) ? mapValues(value, node) : value]]
    if (key === 'anyOf' || key === 'oneOf') {
      if (key === 'oneOf') dropped.add(key)
      return [['anyOf', Array.isArray(value) ? value.map((each: Json) => node(each) ?? {}) : value]]
    }
    if (key === 'items') return [[key, node(value)]]
    if (silent.has(key)) return []
    if (known.has(key) && (key !== 'format' || (typeof value === 'string' && formats.has(value))))
      return [[key, value]]
    dropped.add(key)
    return []
  }

  const strictShape = node(schema)
  // without `strict` the server takes the schema as it is
  return strict && isObject(strictShape)
    ? { schema: strictShape, strict, dropped: [...dropped] }
    : { schema, strict: false, dropped: [] }
}

function closed(shape: Record<string, Json | undefined>, original: JsonObject): JsonObject {
  const properties = isObject(shape['properties']) ? shape['properties'] : {}
  const required = requiredOf(original)
  return {
    ...shape,
    properties: mapValues(properties, (each, key) => (required.has(key) ? each : nullable(each))),
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

function nullable(schema: Json | undefined): Json | undefined {
  return acceptsNull(schema) ? schema : { anyOf: [schema ?? {}, { type: 'null' }] }
}

function isOpen(schema: JsonObject): boolean {
  const more = schema['additionalProperties']
  if (more === true || isObject(more) || schema['patternProperties'] !== undefined) return true
  return isObjectType(schema['type']) && schema['properties'] === undefined && more !== false
}

function isEmpty(shape: JsonObject): boolean {
  return !['type', '$ref', 'enum', 'const', 'anyOf'].some((key) => shape[key] !== undefined)
}
