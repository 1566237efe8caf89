import type { Json, JsonObject } from '../../../core/json.ts'
import { ImpossibleSchema, isObject, listOf } from './schema-notes.ts'

/** Told of a keyword that could not be kept. */
export type Note = (keyword: string) => void

type Merge = (one: Json, other: Json) => Json | undefined

const numbers =
  (choose: (...values: number[]) => number): Merge =>
  (one, other) =>
    typeof one === 'number' && typeof other === 'number' ? choose(one, other) : undefined
const both: Merge = (one, other) => ({ allOf: [one, other] })

const merges: { readonly [keyword: string]: Merge | undefined } = {
  type: (one, other) => commonTypes(one, other),
  enum: (one, other) => common(listOf(one), listOf(other)),
  required: (one, other) => [...new Set([...listOf(one), ...listOf(other)])],
  properties: (one, other) => mergeProperties(one, other),
  items: both,
  additionalProperties: both,
  propertyNames: both,
  minimum: numbers(Math.max),
  exclusiveMinimum: numbers(Math.max),
  minLength: numbers(Math.max),
  minItems: numbers(Math.max),
  minProperties: numbers(Math.max),
  maximum: numbers(Math.min),
  exclusiveMaximum: numbers(Math.min),
  maxLength: numbers(Math.min),
  maxItems: numbers(Math.min),
  maxProperties: numbers(Math.min),
}

/** One schema that asks for what both ask for; what cannot be joined is noted, and the first one's is kept. */
export function mergeSchemas(one: JsonObject, other: JsonObject, note: Note): JsonObject {
  const merged: Record<string, Json | undefined> = { ...one }
  for (const [keyword, value] of Object.entries(other)) {
    const mine = merged[keyword]
    if (value === undefined) continue
    if (mine === undefined || sameJson(mine, value)) merged[keyword] = value
    else if (keyword === 'const') throw new ImpossibleSchema('two different constants')
    else {
      const joined = merges[keyword]?.(mine, value)
      if (joined === undefined) note(keyword)
      else merged[keyword] = joined
    }
  }
  return merged
}

export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => sameJson(each, other[index]))
  if (!isObject(one) || !isObject(other)) return false
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => sameJson(one[key], other[key]))
}

function common(one: readonly Json[], other: readonly Json[]): readonly Json[] {
  const values = one.filter((value) => other.some((each) => sameJson(each, value)))
  if (values.length === 0) throw new ImpossibleSchema('no common value')
  return values
}

function commonTypes(one: Json, other: Json): Json {
  const [mine, theirs] = [[one].flat(), [other].flat()]
  const fits = (type: Json, types: readonly Json[]): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'))
  const types = [
    ...new Set([...mine.filter((type) => fits(type, theirs)), ...theirs.filter((type) => fits(type, mine))]),
  ]
  if (types.length === 0) throw new ImpossibleSchema('no common type')
  return types.length === 1 ? (types[0] ?? null) : types
}

function mergeProperties(one: Json, other: Json): Json | undefined {
  if (!isObject(one) || !isObject(other)) return undefined
  const merged: Record<string, Json | undefined> = { ...one }
  for (const [key, schema] of Object.entries(other)) {
    const mine = merged[key]
    merged[key] = mine === undefined || schema === undefined ? (mine ?? schema) : { allOf: [mine, schema] }
  }
  return merged
}
