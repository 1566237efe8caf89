import type { Json, JsonObject } from './json.ts'
import { isObject } from './schema-shape.ts'

/** Whether half of a text may stand there: not where only certain values may, for half of one is none. */
export function mayBeHalf(schema: JsonObject, path: readonly (string | number)[]): boolean {
  let places = alternatives(schema, schema)
  for (const step of path) places = places.flatMap((place) => alternatives(inside(place, step), schema))
  const known = places.filter((place) => allows(place['type'], 'string'))
  return known.length === 0 || known.some((place) => !('enum' in place) && !('const' in place))
}

/** The schema and all that stands for it: references, and what is combined. */
function alternatives(schema: Json | undefined, root: JsonObject): readonly JsonObject[] {
  const found = new Set<JsonObject>()
  const pending = [schema]
  for (const each of pending) {
    if (!isObject(each) || found.has(each)) continue
    found.add(each)
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      const many = each[keyword]
      if (Array.isArray(many)) pending.push(...many)
    }
    const { $ref } = each
    if (typeof $ref === 'string') pending.push(referred($ref, root))
  }
  // one that only refers, or combines, says nothing itself
  return [...found].filter((each) => !['$ref', 'anyOf', 'oneOf', 'allOf'].some((keyword) => keyword in each))
}

function referred(reference: string, root: JsonObject): Json | undefined {
  let found: Json | undefined = root
  for (const step of reference.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    found = isObject(found) ? found[key] : undefined
  }
  return found
}

function inside(
  { properties, additionalProperties, prefixItems, items }: JsonObject,
  step: string | number,
): Json | undefined {
  if (typeof step === 'number') return (Array.isArray(prefixItems) ? prefixItems[step] : undefined) ?? items
  return isObject(properties) && Object.hasOwn(properties, step) ? properties[step] : additionalProperties
}

function allows(type: Json | undefined, wanted: string): boolean {
  return type === undefined || type === wanted || (Array.isArray(type) && type.includes(wanted))
}
