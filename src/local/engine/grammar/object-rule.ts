import type { Json, JsonObject } from '../../../core/json.ts'
import { gbnfLiteral, repeated } from './gbnf-literal.ts'
import { countOf, ImpossibleSchema, isObject, listOf, meaningful, pointer } from './schema-notes.ts'
import { MOST_REPETITIONS, type SchemaScope, type TypeRule } from './schema-scope.ts'

const notEnforced = [
  'patternProperties',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'unevaluatedProperties',
]

interface Member {
  readonly text: string
  readonly required: boolean
}

/** An object: the members that its schema names, in that order, or a map where it names none. */
export const objectRule: TypeRule = (schema, path, scope) => {
  for (const keyword of notEnforced) if (schema[keyword] !== undefined) scope.note(path, keyword)
  const members = membersOf(schema, path, scope)
  if (members.length === 0) return mapRule(schema, path, scope)
  const [least, most] = [countOf(schema['minProperties']) ?? 0, countOf(schema['maxProperties'])]
  if (least > members.filter(({ required }) => required).length) scope.note(path, 'minProperties')
  if (most !== undefined && most < members.length) scope.note(path, 'maxProperties')
  return scope.book.define(`"{" ${memberRules(members, scope)} "}"`)
}

function membersOf(schema: JsonObject, path: string, scope: SchemaScope): readonly Member[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = new Set(listOf(schema['required']).map(String))
  const unnamed = [...required].filter((key) => !(key in properties))
  const named = Object.entries(properties).map(([key, value]): [string, Json | undefined, string] => [
    key,
    value,
    pointer(path, 'properties', key),
  ])
  const others = unnamed.map((key): [string, Json | undefined, string] => [
    key,
    schema['additionalProperties'] ?? true,
    pointer(path, 'additionalProperties'),
  ])
  return [...named, ...others].flatMap(([key, value, at]) => {
    const text = valueOf(value, at, required.has(key), scope)
    return text === undefined
      ? []
      : [
          {
            text: `${gbnfLiteral(JSON.stringify(key))} ":" ${scope.json.space} ${text}`,
            required: required.has(key),
          },
        ]
  })
}

/** A member that may be left out and that no value fits is left out. */
function valueOf(
  schema: Json | undefined,
  path: string,
  required: boolean,
  scope: SchemaScope,
): string | undefined {
  try {
    return scope.inner(schema ?? true, path)
  } catch (error) {
    if (error instanceof ImpossibleSchema && !required) return undefined
    throw error
  }
}

/** Every member, or none where it is optional, with a comma before each but the first that is there. */
function memberRules(members: readonly Member[], { book, json }: SchemaScope): string {
  let after = ''
  let first = ''
  for (const { text, required } of members.toReversed()) {
    const member = book.define(text)
    const alone = `${member} ${after}`
    first = required ? alone : first === '' ? `(${alone})?` : `(${alone} | ${first})`
    first = first.length > 200 ? book.define(first) : first
    const more = `"," ${json.space} ${member}`
    after = book.define(`${required ? more : `(${more})?`} ${after}`)
  }
  return first
}

/** Any keys. One that is written twice counts once, so that only a first member can be made sure of. */
function mapRule(schema: JsonObject, path: string, scope: SchemaScope): string {
  const { book, json } = scope
  const [least, most] = [countOf(schema['minProperties']) ?? 0, countOf(schema['maxProperties'])]
  if (least > 1) scope.note(path, 'minProperties')
  if (most !== undefined && most > MOST_REPETITIONS) scope.note(path, 'maxProperties')
  const value =
    most === 0
      ? undefined
      : valueOf(schema['additionalProperties'], pointer(path, 'additionalProperties'), least > 0, scope)
  if (value === undefined) return book.define('"{" "}"')
  const pair = `${keyOf(schema['propertyNames'], path, scope)} ":" ${json.space} ${value}`
  const more = repeated(
    `"," ${json.space} ${pair}`,
    0,
    most === undefined || most > MOST_REPETITIONS ? undefined : most - 1,
  )
  return book.define(least > 0 ? `"{" ${pair} ${more} "}"` : `"{" (${pair} ${more})? "}"`)
}

function keyOf(names: Json | undefined, path: string, scope: SchemaScope): string {
  if (!isObject(names) || meaningful(names).length === 0) return scope.json.string
  return scope.inner({ allOf: [{ type: 'string' }, names] }, pointer(path, 'propertyNames'))
}
