import type { Json, JsonObject } from '../../core/json.ts'
import { isObject, isObjectType, mapValues } from '../../core/schema-shape.ts'

/** A schema in Anthropic's dialect. */
export interface AnthropicSchema {
  readonly schema: JsonObject
  /** Keywords that it does not have and that were left out: the check after has them. */
  readonly dropped: readonly string[]
}

const kept: ReadonlySet<string> = new Set([
  '$ref',
  'type',
  'enum',
  'const',
  'required',
  'title',
  'description',
  'default',
])
const formats = /^(date-time|time|date|duration|email|hostname|uri|ipv4|ipv6|uuid)$/
/** Of no use to the model, and of no harm to leave out. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$comment',
  'examples',
  'deprecated',
  'readOnly',
])

/**
 * Rewrites a schema for Anthropic's structured outputs: objects closed, `oneOf` as `anyOf`, and without the keywords that it refuses.
 * Nothing for one that cannot be said there: objects with keys of any name, places where anything may stand, recursion.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 */
export function toAnthropicSchema(root: JsonObject): AnthropicSchema | undefined {
  const dropped = new Set<string>()
  let sayable = !isRecursive(root)

  function node(value: Json | undefined): Json | undefined {
    if (!isObject(value) || isOpen(value)) {
      sayable = false
      return value
    }
    const shape = Object.fromEntries(Object.entries(value).flatMap(([key, each]) => member(key, each)))
    const isClosed = isObjectType(value['type']) || value['properties'] !== undefined
    return isClosed ? { ...shape, additionalProperties: false } : shape
  }

  function member(key: string, value: Json | undefined): [string, Json | undefined][] {
    if (kept.has(key)) return [[key, value]]
    if (key === 'properties' || key === '$defs' || key === 'definitions')
      return [[key, isObject(value) ? mapValues(value, node) : value]]
    if (key === 'anyOf' || key === 'oneOf' || key === 'allOf') {
      if (key === 'oneOf') dropped.add(key)
      const branches = Array.isArray(value) ? value.map((each: Json) => node(each) ?? {}) : value
      return [[key === 'oneOf' ? 'anyOf' : key, branches]]
    }
    if (key === 'items') return [[key, node(value)]]
    if (key === 'format' && typeof value === 'string' && formats.test(value)) return [[key, value]]
    if (key === 'minItems' && (value === 0 || value === 1)) return [[key, value]]
    if (!silent.has(key) && key !== 'additionalProperties') dropped.add(key)
    return []
  }

  const schema = node(root)
  return sayable && isObject(schema) ? { schema, dropped: [...dropped] } : undefined
}

function isOpen(schema: JsonObject): boolean {
  const more = schema['additionalProperties']
  if (more === true || isObject(more) || schema['patternProperties'] !== undefined) return true
  if (isObjectType(schema['type'])) return schema['properties'] === undefined && more !== false
  return !['type', '$ref', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'properties'].some(
    (key) => schema[key] !== undefined,
  )
}

/** Whether a definition leads back to itself. */
function isRecursive(root: JsonObject): boolean {
  const done = new Set<string>()
  const visit = (value: Json | undefined, path: readonly string[]): boolean => {
    if (Array.isArray(value)) return value.some((each: Json) => visit(each, path))
    if (!isObject(value)) return false
    const ref = value['$ref']
    if (typeof ref === 'string' && !done.has(ref)) {
      if (path.includes(ref) || ref === '#') return true
      if (visit(targetOf(root, ref), [...path, ref])) return true
      done.add(ref)
    }
    return Object.entries(value).some(
      ([key, each]) => key !== '$defs' && key !== 'definitions' && visit(each, path),
    )
  }
  return visit(root, [])
}

function targetOf(root: JsonObject, ref: string): Json | undefined {
  let at: Json | undefined = root
  for (const step of ref.replace(/^#\/?/, '').split('/'))
    at = isObject(at) ? at[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  return at
}
