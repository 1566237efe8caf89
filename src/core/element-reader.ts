import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { CallShape } from './call-shape.ts'
import { dropAddedNulls } from './drop-added-nulls.ts'
import type { Json, JsonObject } from './json.ts'
import { isObject } from './schema-shape.ts'
import type { Schema } from './schema.ts'

/** Reads elements of an array by themselves. */
export interface ElementReader {
  /** Whether an element is read by its own schema, so that its value is that which it has in the array. */
  readonly exact: boolean
  /** An element as the schema makes it; nothing where the schema does not accept it. */
  read(element: unknown): Promise<{ readonly value: unknown } | undefined>
}

/**
 * Validates the elements of an array one by one: by the schema that the array's has for them (`element`, as zod and `jsonSchema()`
 * have it), else by the array's own, which is given arrays of this element alone. `undefined` for what cannot be read so.
 */
export function elementReader({ format, wire }: CallShape): ElementReader | undefined {
  const list = isObject(wire?.schema['properties']) ? wire.schema['properties']['result'] : undefined
  if (!format || !wire || !isObject(list)) return undefined
  const own: unknown = Reflect.get(format, 'element')
  const copies = typeof list['minItems'] === 'number' ? Math.max(1, list['minItems']) : 1
  if (!isSchema(own) && copies > 1 && list['uniqueItems'] === true) return undefined
  const read = isSchema(own) ? byOwnSchema(own) : alone(format, copies)
  return {
    exact: isSchema(own),
    // strict dialects make every key required and let the model say null for what it leaves out
    read: async (element) => (await read(element)) ?? read(withoutNulls(element, list, wire.schema)),
  }
}

function byOwnSchema(schema: Schema): ElementReader['read'] {
  return async (element) => {
    const read = await validated(schema, element)
    return read && { value: read.value }
  }
}

function alone(schema: Schema, copies: number): ElementReader['read'] {
  return async (element) => {
    const read = await validated(
      schema,
      Array.from({ length: copies }, () => structuredClone(element)),
    )
    return Array.isArray(read?.value) && read.value.length === copies ? { value: read.value[0] } : undefined
  }
}

/** What throws has not accepted it: the check of the whole will say why. */
async function validated(
  schema: Schema,
  value: unknown,
): Promise<StandardSchemaV1.SuccessResult<unknown> | undefined> {
  try {
    const result = await schema['~standard'].validate(value)
    return result.issues ? undefined : result
  } catch {
    return undefined
  }
}

function withoutNulls(element: unknown, list: JsonObject, root: JsonObject): unknown {
  const dropped = dropAddedNulls([element as Json], list, root)
  return Array.isArray(dropped) ? dropped[0] : element
}

function isSchema(value: unknown): value is Schema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const standard: unknown = Reflect.get(value, '~standard')
  return typeof standard === 'object' && standard !== null && 'validate' in standard
}
