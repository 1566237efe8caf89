/** What a value on a wire has to look like: the few words of JSON Schema that the protocols of this library need. */
export interface Shape {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'
  readonly enum?: readonly (string | number | boolean)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly items?: Shape
  readonly required?: readonly string[]
  readonly properties?: { readonly [name: string]: Shape }
  /** Of an object: whether it may have members without a shape. @default true */
  readonly additionalProperties?: boolean
  readonly anyOf?: readonly Shape[]
}

export const anything: Shape = {}
export const text: Shape = { type: 'string' }
export const number: Shape = { type: 'number' }
export const integer: Shape = { type: 'integer' }
export const count: Shape = { type: 'integer', minimum: 0 }
export const flag: Shape = { type: 'boolean' }
export const nothing: Shape = { type: 'null' }
/** Any object: a JSON Schema, the arguments of a tool. */
export const map: Shape = { type: 'object' }

export function between(minimum: number, maximum: number, type: 'number' | 'integer' = 'number'): Shape {
  return { type, minimum, maximum }
}

export function oneOf(...values: readonly string[]): Shape {
  return { type: 'string', enum: values }
}

export function list(items: Shape, minItems = 0): Shape {
  return { type: 'array', items, ...(minItems > 0 && { minItems }) }
}

export function either(...anyOf: readonly Shape[]): Shape {
  return { anyOf }
}

export function orNull(shape: Shape): Shape {
  return either(shape, nothing)
}

/** An object; a name with a `?` at its end may be absent. Other members may be there. */
export function open(members: { readonly [name: string]: Shape }): Shape {
  const names = Object.keys(members)
  const entries = Object.entries(members).map(([name, shape]) => [name.replace(/\?$/, ''), shape])
  return {
    type: 'object',
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries) as { readonly [name: string]: Shape },
  }
}

/** The same, and nothing else may be there. */
export function closed(members: { readonly [name: string]: Shape }): Shape {
  return { ...open(members), additionalProperties: false }
}
