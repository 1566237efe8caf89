import type { WireSchema } from './json-schema-of.ts'
import type { Schema } from './schema.ts'

/** How the text of a call stands for a value. */
export interface CallShape {
  readonly format?: Schema
  readonly wire?: WireSchema
  /** Elements of an array may be given before the attempt is accepted: nothing but the schema and watchers can reject it. @default false */
  readonly elementsFlow?: boolean
  /** Watchers may reject it: they see every piece of text before its elements are given. @default false */
  readonly watched?: boolean
}
