import type { Json, JsonObject } from '../../../core/json.ts'

/** Keywords that say nothing about which values fit. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'id',
])

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The keywords of a schema that ask for something. */
export function meaningful(schema: JsonObject): readonly string[] {
  return Object.keys(schema).filter((key) => schema[key] !== undefined && !silent.has(key))
}

/** A whole number from 0 up, where the keyword has one. */
export function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** One more step of a JSON pointer. */
export function pointer(path: string, ...steps: readonly (string | number)[]): string {
  return [path, ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}

/** No value fits it. */
export class ImpossibleSchema extends Error {}
