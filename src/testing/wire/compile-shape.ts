import type { Shape } from './shape.ts'

/** Where a value does not fit its shape. */
export interface Misfit {
  /** `messages[0].role`; empty for the whole. */
  readonly path: string
  readonly kind: 'type' | 'missing' | 'value' | 'bounds' | 'unknown'
  /** What should be there: `an integer`, `one of 'low', 'high'`. */
  readonly expected: string
}

/** Finds what does not fit. */
export type ShapeCheck = (value: unknown, path?: string) => readonly Misfit[]

const none: readonly Misfit[] = []

/** A shape as functions: made once, so that a reply costs its members and nothing else. */
export function compileShape(shape: Shape): ShapeCheck {
  const checks = [ofAlternatives(shape), ofType(shape), ofValue(shape), ofItems(shape), ofMembers(shape)]
  const all = checks.filter((check) => check !== undefined)
  return (value, path = '') => {
    for (const check of all) {
      const found = check(value, path)
      if (found.length > 0) return found
    }
    return none
  }
}

type Check = (value: unknown, path: string) => readonly Misfit[]

function ofAlternatives({ anyOf }: Shape): Check | undefined {
  if (!anyOf) return undefined
  const checks = anyOf.map(compileShape)
  return (value, path) => {
    let closest: readonly Misfit[] = none
    for (const check of checks) {
      const found = check(value, path)
      if (found.length === 0) return none
      if (closest === none || distance(found, path) < distance(closest, path)) closest = found
    }
    return closest
  }
}

/** The alternative that was meant has the tag of the value; without one, what is wrong is inside. */
function distance(found: readonly Misfit[], path: string): number {
  const tags = ['type', 'role', 'object'].map((tag) => (path === '' ? tag : `${path}.${tag}`))
  if (found.some(({ path: at, kind }) => tags.includes(at) && kind !== 'missing')) return 2
  return found.some(({ path: at }) => at === path) ? 3 : Number(found.some(({ kind }) => kind === 'missing'))
}

function ofType({ type }: Shape): Check | undefined {
  if (!type) return undefined
  const wrong = article(type)
  return (value, path) => (isOfType(value, type) ? none : [{ path, kind: 'type', expected: wrong }])
}

function article(type: string): string {
  if (type === 'null') return 'null'
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function isOfType(value: unknown, type: Shape['type']): boolean {
  if (type === 'integer') return Number.isInteger(value)
  return nameOfType(value) === type
}

/** `'array'` and `'null'` where `typeof` says `'object'`. */
export function nameOfType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function ofValue({ enum: allowed, minimum = -Infinity, maximum = Infinity }: Shape): Check | undefined {
  if (allowed) {
    const values = new Set<unknown>(allowed)
    const expected = `one of ${allowed.map((each) => `'${each}'`).join(', ')}`
    return (value, path) => (values.has(value) ? none : [{ path, kind: 'value', expected }])
  }
  if (minimum === -Infinity && maximum === Infinity) return undefined
  return (value, path) => {
    if (typeof value !== 'number' || (value >= minimum && value <= maximum)) return none
    return [
      { path, kind: 'bounds', expected: value < minimum ? `at least ${minimum}` : `at most ${maximum}` },
    ]
  }
}

function ofItems({ items, minItems = 0 }: Shape): Check | undefined {
  if (!items) return undefined
  const check = compileShape(items)
  return (value, path) => {
    if (!Array.isArray(value)) return none
    if (value.length < minItems) return [{ path, kind: 'bounds', expected: `at least ${minItems} items` }]
    return value.flatMap((each: unknown, index) => check(each, `${path}[${index}]`))
  }
}

function ofMembers({ properties, required = [], additionalProperties }: Shape): Check | undefined {
  if (!properties) return undefined
  const checks = new Map(Object.entries(properties).map(([name, shape]) => [name, compileShape(shape)]))
  return (value, path) => {
    const members = Object(value) as Record<string, unknown>
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
    const found: Misfit[] = []
    for (const name of required)
      if (!Object.hasOwn(members, name)) found.push({ path: at(name), kind: 'missing', expected: 'a value' })
    for (const [name, each] of Object.entries(members)) {
      const check = checks.get(name)
      if (check) found.push(...check(each, at(name)))
      else if (additionalProperties === false)
        found.push({ path: at(name), kind: 'unknown', expected: 'nothing' })
    }
    return found
  }
}
