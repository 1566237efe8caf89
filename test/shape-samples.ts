import fc from 'fast-check'
import type { Shape } from '../src/testing/wire/shape.ts'

/** Values that fit a shape. */
export function samplesOf(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map(samplesOf))
  if (shape.enum) return fc.constantFrom(...shape.enum)
  const { minimum = -1000, maximum = 1000 } = shape
  if (shape.type === 'string') return fc.string({ maxLength: 5 })
  if (shape.type === 'integer') return fc.integer({ min: minimum, max: maximum })
  if (shape.type === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true })
  if (shape.type === 'boolean') return fc.boolean()
  if (shape.type === 'null') return fc.constant(null)
  if (shape.type === 'array')
    return fc.array(samplesOf(shape.items ?? {}), { minLength: shape.minItems ?? 0, maxLength: 3 })
  if (shape.type === 'object') return objects(shape)
  return fc.constantFrom<unknown>(null, 0, 'x', true)
}

function objects({ properties = {}, required = [] }: Shape): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, samplesOf(each)]),
  )
  return fc.record(members, { requiredKeys: [...required], noNullPrototype: true })
}

/** The same with one thing in it changed or gone: it may fit still. */
export function nearMissesOf(shape: Shape): fc.Arbitrary<unknown> {
  const other = fc.constantFrom<unknown>(
    undefined,
    null,
    -1,
    0,
    1.5,
    1e9,
    '',
    'robot',
    true,
    [],
    {},
    [1],
    ['x'],
  )
  return fc
    .tuple(samplesOf(shape), fc.nat(), other)
    .map(([sample, where, replacement]) => changed(sample, where, replacement))
}

/** `where` counts the places, depth first. */
function changed(sample: unknown, where: number, replacement: unknown): unknown {
  const copy: unknown = structuredClone(sample)
  const places: (() => void)[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inside] of Object.entries(value)) {
      places.push(() => put(value, key, replacement))
      visit(inside)
    }
  }
  visit(copy)
  if (places.length === 0) return replacement
  places[where % places.length]?.()
  return copy
}

function put(value: object, key: string, replacement: unknown): void {
  if (replacement === undefined && !Array.isArray(value)) Reflect.deleteProperty(value, key)
  else Reflect.set(value, key, replacement ?? null)
}
