import type { Json, JsonObject } from '../core/json.ts'
import { isObject } from '../core/schema-shape.ts'
import { lenientJson } from '../util/lenient-json.ts'

/**
 * A value in the types of its schema, where what was written can mean one thing only: `"30"` for a number, `"true"` for a boolean, 30 for a
 * text, JSON in a text for an object or a list, `"Celsius"` for a choice of `"celsius"`. All else is left as it is.
 */
export function coerceToSchema(value: Json, schema: Json | undefined, root: Json | undefined = schema): Json {
  const shape = onlyBranch(schema, root)
  if (!isObject(shape)) return value
  const { type: types } = shape
  const isNullable = Array.isArray(types) && types.length === 2 && types.includes('null')
  const type = isNullable ? types.find((each) => each !== 'null') : types
  if (Array.isArray(shape['enum'])) return choiceOf(value, shape['enum'])
  if (type === 'number' || type === 'integer') return numberOf(value, type === 'integer')
  if (type === 'boolean') return booleanOf(value)
  if (type === 'string')
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (type === 'array') return itemsOf(value, shape, root)
  return type === 'object' ? membersOf(value, shape, root) : value
}

/** The schema behind a reference, and the one that is left where others only allow null. */
function onlyBranch(schema: Json | undefined, root: Json | undefined): Json | undefined {
  let shape = schema
  for (let steps = 0; isObject(shape) && typeof shape['$ref'] === 'string' && steps < 32; steps++)
    shape = behind(shape['$ref'], root)
  if (!isObject(shape)) return shape
  const branches = shape['anyOf'] ?? shape['oneOf']
  if (!Array.isArray(branches)) return shape
  const real = branches.filter((each: Json) => !(isObject(each) && each['type'] === 'null'))
  return real.length === 1 ? onlyBranch(real[0], root) : undefined
}

function behind(reference: string, root: Json | undefined): Json | undefined {
  let found = root
  for (const step of reference.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    found = isObject(found) ? found[key] : undefined
  }
  return found
}

function choiceOf(value: Json, choices: readonly Json[]): Json {
  if (choices.includes(value)) return value
  const said = plain(value)
  const meant = choices.filter((choice) => plain(choice) === said)
  return meant.length === 1 && meant[0] !== undefined ? meant[0] : value
}

function plain(value: Json): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : JSON.stringify(value)
}

function numberOf(value: Json, isWhole: boolean): Json {
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value)) return value
  const number = Number(value)
  return isWhole && !Number.isSafeInteger(number) ? value : number
}

function booleanOf(value: Json): Json {
  const said = plain(value)
  if (['true', 'yes', '1'].includes(said)) return true
  return ['false', 'no', '0'].includes(said) ? false : value
}

function itemsOf(value: Json, { items }: JsonObject, root: Json | undefined): Json {
  const list = inText(value)
  return Array.isArray(list) ? list.map((each: Json) => coerceToSchema(each, items, root)) : value
}

function membersOf(value: Json, { properties }: JsonObject, root: Json | undefined): Json {
  const object = inText(value)
  if (!isObject(object)) return value
  const shapes = isObject(properties) ? properties : {}
  return Object.fromEntries(
    Object.entries(object).map(([key, each]) => [
      key,
      each === undefined || !Object.hasOwn(shapes, key) ? each : coerceToSchema(each, shapes[key], root),
    ]),
  )
}

function inText(value: Json): Json {
  // what stands in a text is JSON, or nothing
  return typeof value === 'string' ? ((lenientJson(value) as Json | undefined) ?? value) : value
}
