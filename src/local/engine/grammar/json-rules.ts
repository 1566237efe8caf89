import { anyNumber } from './number-range.ts'
import type { RuleBook } from './rule-book.ts'

/** What JSON is made of. Compact, with at most one space: a small model may write blanks for ever. */
export interface JsonRules {
  /** An optional space. */
  readonly space: string
  /** A character of a string. */
  readonly character: string
  /** One that counts as one, however characters are counted. */
  readonly countedCharacter: string
  readonly string: string
  readonly number: string
  /** Any value. */
  readonly value: string
}

const HEX = '[0-9a-fA-F]'
// never half of a pair
const UNICODE = `"u" ([0-9a-cA-CefEF] ${HEX}{3} | [dD] [0-7] ${HEX}{2})`
const ESCAPE = `"\\\\" (["\\\\/bfnrt] | ${UNICODE})`

export function jsonRules(book: RuleBook): JsonRules {
  const space = book.define('" "?')
  const character = book.define(String.raw`[ !#-\[\]-~\u0080-\uD7FF\uE000-\U0010FFFF] | ${ESCAPE}`)
  const countedCharacter = book.define(String.raw`[ !#-\[\]-~\u0080-\uD7FF\uE000-\uFFFF] | ${ESCAPE}`)
  const string = book.define(String.raw`"\"" ${character}* "\""`)
  const number = book.define(anyNumber)
  const value = book.reserve()
  const pair = `${string} ":" ${space} ${value}`
  const object = book.define(`"{" (${pair} ("," ${space} ${pair})*)? "}"`)
  const array = book.define(`"[" (${value} ("," ${space} ${value})*)? "]"`)
  book.complete(value, [object, array, string, number, '"true"', '"false"', '"null"'].join(' | '))
  return { space, character, countedCharacter, string, number, value }
}
