import type { JsonObject } from '../../../core/json.ts'
import { integerRange } from './integer-range.ts'
import { numberRange } from './number-range.ts'
import { ImpossibleSchema } from './schema-notes.ts'
import type { TypeRule } from './schema-scope.ts'

interface Bounds {
  readonly least: number | undefined
  readonly most: number | undefined
  readonly leastOpen: boolean
  readonly mostOpen: boolean
}

/** A whole number, within its bounds. */
export const integerRule: TypeRule = (schema, _, { book }) => {
  const { least, most, leastOpen, mostOpen } = boundsOf(schema)
  const from = leastOpen && least !== undefined ? Math.floor(least) + 1 : least
  const to = mostOpen && most !== undefined ? Math.ceil(most) - 1 : most
  const expression = integerRange({ least: from, most: to })
  if (expression === undefined) throw new ImpossibleSchema('no whole number is within the bounds')
  return book.define(expression)
}

/** A number; bounds are kept where they are whole numbers. */
export const numberRule: TypeRule = (schema, path, scope) => {
  const bounds = boundsOf(schema)
  if (bounds.least === undefined && bounds.most === undefined) return scope.json.number
  if ((bounds.least ?? Number.NEGATIVE_INFINITY) > (bounds.most ?? Number.POSITIVE_INFINITY))
    throw new ImpossibleSchema('no number is within the bounds')
  const expression = numberRange(bounds)
  if (expression !== undefined) return scope.book.define(expression)
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'])
    if (schema[keyword] !== undefined) scope.note(path, keyword)
  return scope.json.number
}

function boundsOf(schema: JsonObject): Bounds {
  const [least, above] = [schema['minimum'], schema['exclusiveMinimum']].map(toNumber)
  const [most, below] = [schema['maximum'], schema['exclusiveMaximum']].map(toNumber)
  const leastOpen = above !== undefined && above >= (least ?? above)
  const mostOpen = below !== undefined && below <= (most ?? below)
  return { least: leastOpen ? above : least, most: mostOpen ? below : most, leastOpen, mostOpen }
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
