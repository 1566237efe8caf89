import type { Json, JsonObject } from '../../../core/json.ts'
import { sameJson } from './merge-schemas.ts'
import { isObject, listOf } from './schema-notes.ts'

/** Finds what a reference means; a schema that is none comes back as it is. */
export type Resolve = (schema: Json | undefined) => Json | undefined

/** Whether no value fits two of the schemas, as far as types and constants tell. */
export function allDisjoint(schemas: readonly Json[], resolve: Resolve): boolean {
  return schemas.every((one, index) =>
    schemas.slice(index + 1).every((other) => disjoint(one, other, resolve, 0)),
  )
}

function disjoint(one: Json | undefined, other: Json | undefined, resolve: Resolve, depth: number): boolean {
  const [mine, theirs] = [resolve(one), resolve(other)]
  if (!isObject(mine) || !isObject(theirs) || depth > 3) return false
  const [myValues, theirValues] = [valuesOf(mine), valuesOf(theirs)]
  if (myValues && theirValues)
    return !myValues.some((value) => theirValues.some((each) => sameJson(each, value)))
  const [myTypes, theirTypes] = [typesOf(mine), typesOf(theirs)]
  if (myTypes && theirTypes && !myTypes.some((type) => theirTypes.some((each) => overlap(type, each))))
    return true
  if (!isOnlyObject(myTypes) || !isOnlyObject(theirTypes)) return false
  const shared = listOf(mine['required']).filter((key) => listOf(theirs['required']).includes(key))
  return shared.some((key) => disjoint(property(mine, key), property(theirs, key), resolve, depth + 1))
}

function valuesOf({ const: value, enum: values }: JsonObject): readonly Json[] | undefined {
  if (value !== undefined) return [value]
  return Array.isArray(values) ? values : undefined
}

function typesOf(schema: JsonObject): readonly Json[] | undefined {
  const values = valuesOf(schema)
  if (values) return values.map(typeOfJson)
  return schema['type'] === undefined ? undefined : [schema['type']].flat()
}

export function typeOfJson(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function overlap(one: Json, other: Json): boolean {
  return (
    one === other || (one === 'number' && other === 'integer') || (one === 'integer' && other === 'number')
  )
}

function isOnlyObject(types: readonly Json[] | undefined): boolean {
  return types?.length === 1 && types[0] === 'object'
}

function property({ properties }: JsonObject, key: Json): Json | undefined {
  return isObject(properties) ? properties[typeof key === 'string' ? key : ''] : undefined
}
