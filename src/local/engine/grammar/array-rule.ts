import type { Json } from '../../../core/json.ts'
import { repeated } from './gbnf-literal.ts'
import { countOf, ImpossibleSchema, listOf, pointer } from './schema-notes.ts'
import { MOST_REPETITIONS, type SchemaScope, type TypeRule } from './schema-scope.ts'

/** An array: the items with a place of their own, then the others. */
export const arrayRule: TypeRule = (schema, path, scope) => {
  const { json } = scope
  if (schema['uniqueItems'] === true && (countOf(schema['maxItems']) ?? 2) > 1)
    scope.note(path, 'uniqueItems')
  for (const keyword of ['contains', 'unevaluatedItems'])
    if (schema[keyword] !== undefined) scope.note(path, keyword)
  const counts = countsOf(schema['minItems'], schema['maxItems'], (keyword) => scope.note(path, keyword))
  const isTuple = Array.isArray(schema['items'])
  const placed = isTuple ? listOf(schema['items']) : listOf(schema['prefixItems'])
  const first = placed
    .slice(0, counts.most)
    .map((item, index) => scope.inner(item, pointer(path, isTuple ? 'items' : 'prefixItems', index)))
  const least = Math.max(0, counts.least - first.length)
  const most = counts.most === undefined ? undefined : Math.max(0, counts.most - first.length)
  const others = isTuple ? schema['additionalItems'] : schema['items']
  // a tuple ends after its places, unless it says how it goes on
  const rest =
    most === 0 || (first.length > 0 && others === undefined && least === 0)
      ? undefined
      : restItem(others, path, scope)
  if (rest === undefined && least > 0) throw new ImpossibleSchema('the array has no room for its items')
  const comma = `"," ${json.space}`
  if (first.length > 0) {
    const more = rest === undefined ? '' : ` ${repeated(`${comma} ${rest}`, least, most)}`
    return scope.book.define(`"[" ${first.join(` ${comma} `)}${more} "]"`)
  }
  if (rest === undefined) return scope.book.define('"[" "]"')
  const list = `${rest} ${repeated(`${comma} ${rest}`, Math.max(0, least - 1), most === undefined ? undefined : most - 1)}`
  return scope.book.define(least > 0 ? `"[" ${list} "]"` : `"[" (${list})? "]"`)
}

function restItem(others: Json | undefined, path: string, scope: SchemaScope): string | undefined {
  try {
    return scope.inner(others ?? true, pointer(path, 'items'))
  } catch (error) {
    if (error instanceof ImpossibleSchema) return undefined
    throw error
  }
}

function countsOf(
  least: Json | undefined,
  most: Json | undefined,
  note: (keyword: string) => void,
): { readonly least: number; readonly most: number | undefined } {
  const [from, to] = [countOf(least) ?? 0, countOf(most)]
  if (to !== undefined && from > to) throw new ImpossibleSchema('an array cannot be that short')
  if (from > MOST_REPETITIONS) note('minItems')
  if (to !== undefined && to > MOST_REPETITIONS) note('maxItems')
  return {
    least: Math.min(from, MOST_REPETITIONS),
    most: to !== undefined && to > MOST_REPETITIONS ? undefined : to,
  }
}
