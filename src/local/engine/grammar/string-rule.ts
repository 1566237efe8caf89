import { repeated } from './gbnf-literal.ts'
import { countOf, ImpossibleSchema } from './schema-notes.ts'
import { MOST_REPETITIONS, type TypeRule } from './schema-scope.ts'

/** A string, of a certain length where the schema says so. */
export const stringRule: TypeRule = (schema, path, scope) => {
  let least = countOf(schema['minLength']) ?? 0
  let most = countOf(schema['maxLength'])
  if (least > MOST_REPETITIONS) {
    scope.note(path, 'minLength')
    least = MOST_REPETITIONS
  }
  if (most !== undefined && most > MOST_REPETITIONS) {
    scope.note(path, 'maxLength')
    most = undefined
  }
  if (most !== undefined && least > most) throw new ImpossibleSchema('a string cannot be that short')
  if (least === 0 && most === undefined) return scope.json.string
  return scope.book.define(String.raw`"\"" ${repeated(scope.json.countedCharacter, least, most)} "\""`)
}
