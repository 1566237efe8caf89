import type { Json, JsonObject } from '../../../core/json.ts'
import type { JsonRules } from './json-rules.ts'
import type { RuleBook } from './rule-book.ts'

/** What the rules of one kind of value need of the compiler. */
export interface SchemaScope {
  readonly book: RuleBook
  readonly json: JsonRules
  /** An expression for a schema that stands inside of an object or array. */
  inner(schema: Json | undefined, path: string): string
  /** Tells that a keyword is not enforced. */
  note(path: string, keyword: string): void
}

/** Makes an expression for the values of one type that fit a schema. */
export type TypeRule = (schema: JsonObject, path: string, scope: SchemaScope) => string

/** More repetitions than that are not parsed, or only nearly kept. */
export const MOST_REPETITIONS = 1000
