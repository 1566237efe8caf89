import { OptionError } from '../../../core/errors.ts'
import type { Json, JsonObject } from '../../../core/json.ts'
import { arrayRule } from './array-rule.ts'
import { allDisjoint, typeOfJson } from './disjoint.ts'
import { gbnfLiteral, oneOf } from './gbnf-literal.ts'
import { jsonRules, type JsonRules } from './json-rules.ts'
import { mergeSchemas } from './merge-schemas.ts'
import { integerRule, numberRule } from './number-rule.ts'
import { objectRule } from './object-rule.ts'
import { resolvePointer } from './resolve-pointer.ts'
import { RuleBook } from './rule-book.ts'
import { ImpossibleSchema, isObject, listOf, meaningful, pointer } from './schema-notes.ts'
import type { SchemaScope, TypeRule } from './schema-scope.ts'
import { stringRule } from './string-rule.ts'

/** A schema as a grammar. */
export interface CompiledGrammar {
  readonly gbnf: string
  /** Where the grammar lets more through than the schema: `'/properties/email/format'`. */
  readonly unenforced: readonly string[]
}

/**
 * A JSON Schema as a GBNF grammar. All that it writes is JSON, and fits the schema but for what `unenforced` lists.
 *
 * @throws OptionError `schema-unsupported` when no value fits the schema, or it mentions itself without an end.
 */
export function compileGrammar(schema: JsonObject): CompiledGrammar {
  const compiler = new SchemaCompiler(schema)
  try {
    const root = compiler.expression(schema, '')
    return { gbnf: compiler.book.print(root), unenforced: [...compiler.unenforced] }
  } catch (error) {
    if (!(error instanceof ImpossibleSchema)) throw error
    throw new OptionError(`No value fits this schema: ${error.message}.`, {
      code: 'schema-unsupported',
      cause: error,
    })
  }
}

const rules: Readonly<Record<string, TypeRule>> = {
  object: objectRule,
  array: arrayRule,
  string: stringRule,
  integer: integerRule,
  number: numberRule,
  boolean: () => '("true" | "false")',
  null: () => '"null"',
}

/** Keywords that a rule looks at, or notes, by the type that they are about. */
const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  object: [
    'properties',
    'required',
    'additionalProperties',
    'propertyNames',
    'minProperties',
    'maxProperties',
    'patternProperties',
    'dependentRequired',
    'dependentSchemas',
    'dependencies',
    'unevaluatedProperties',
  ],
  array: [
    'items',
    'prefixItems',
    'additionalItems',
    'minItems',
    'maxItems',
    'uniqueItems',
    'contains',
    'unevaluatedItems',
    'minContains',
    'maxContains',
  ],
  string: ['minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
}
const looked = new Set(Object.values(keywordsOf).flat())

class SchemaCompiler implements SchemaScope {
  readonly book = new RuleBook()
  readonly json: JsonRules = jsonRules(this.book)
  readonly unenforced = new Set<string>()
  readonly #root: JsonObject
  readonly #references = new Map<string, string>()
  /** References that are being followed, and nothing was written since. */
  #following: readonly string[] = []

  constructor(root: JsonObject) {
    this.#root = root
  }

  note(path: string, keyword: string): void {
    this.unenforced.add(pointer(path, keyword))
  }

  inner(schema: Json | undefined, path: string): string {
    const outside = this.#following
    this.#following = []
    try {
      return this.expression(schema, path)
    } finally {
      this.#following = outside
    }
  }

  expression(schema: Json | undefined, path: string): string {
    if (schema === false) throw new ImpossibleSchema('it is `false`')
    if (!isObject(schema)) return this.json.value
    const { $ref: reference, allOf, anyOf, oneOf: exactlyOne, ...rest } = schema
    if (typeof reference === 'string') return this.#reference(reference, without(schema, '$ref'), path)
    if (Array.isArray(allOf)) return this.#all(listOf(allOf), without(schema, 'allOf'), path)
    if (Array.isArray(anyOf))
      return this.#any(listOf(anyOf), without(schema, 'anyOf'), pointer(path, 'anyOf'))
    if (Array.isArray(exactlyOne)) {
      if (!allDisjoint(listOf(exactlyOne), (each) => this.#resolved(each))) this.note(path, 'oneOf')
      return this.#any(listOf(exactlyOne), rest, pointer(path, 'oneOf'))
    }
    if (schema['const'] !== undefined) return this.#values([schema['const']], schema, path)
    if (Array.isArray(schema['enum'])) return this.#values(listOf(schema['enum']), schema, path)
    return this.#typed(schema, path)
  }

  /** A rule of its own, so that it can mention itself; what stands beside the reference belongs to it. */
  #reference(reference: string, siblings: JsonObject, path: string): string {
    const target = resolvePointer(this.#root, reference)
    if (target === undefined) {
      this.note(path, '$ref')
      return this.expression(siblings, path)
    }
    const keys = meaningful(siblings)
    const asked = Object.fromEntries(keys.map((key) => [key, siblings[key]]))
    const name = keys.length === 0 ? reference : `${reference} ${JSON.stringify(asked)}`
    if (this.#following.includes(name))
      throw new OptionError(`The schema at "${reference}" is nothing but itself.`, {
        code: 'schema-unsupported',
      })
    const known = this.#references.get(name)
    if (known) return known
    const rule = this.book.reserve()
    this.#references.set(name, rule)
    const outside = this.#following
    this.#following = [...outside, name]
    const where = keys.length === 0 ? reference.replace(/^#/, '') : path
    try {
      this.book.complete(
        rule,
        this.expression(keys.length === 0 ? target : { allOf: [target, asked] }, where),
      )
    } catch (error) {
      this.#references.delete(name)
      throw error
    } finally {
      this.#following = outside
    }
    return rule
  }

  #all(schemas: readonly Json[], rest: JsonObject, path: string): string {
    let merged = rest
    for (const [index, each] of schemas.entries()) {
      const schema = this.#resolved(each)
      if (schema === false) throw new ImpossibleSchema('one of `allOf` is `false`')
      if (!isObject(schema)) continue
      const { allOf, ...own } = schema
      merged = mergeSchemas(merged, own, (keyword) => this.note(pointer(path, 'allOf', index), keyword))
      if (Array.isArray(allOf)) merged = { ...merged, allOf: [...listOf(merged['allOf']), ...listOf(allOf)] }
    }
    return this.expression(merged, path)
  }

  #any(schemas: readonly Json[], rest: JsonObject, path: string): string {
    const beside = meaningful(rest).length > 0 ? rest : undefined
    const expressions = schemas.flatMap((schema, index) => {
      try {
        return [this.expression(beside ? { allOf: [beside, schema] } : schema, pointer(path, index))]
      } catch (error) {
        if (error instanceof ImpossibleSchema) return []
        throw error
      }
    })
    if (expressions.length === 0) throw new ImpossibleSchema('nothing fits any of its alternatives')
    return oneOf(expressions)
  }

  #values(values: readonly Json[], schema: JsonObject, path: string): string {
    const types = schema['type'] === undefined ? undefined : [schema['type']].flat()
    const fitting = values.filter((value) => {
      const type = typeOfJson(value)
      return !types || types.includes(type) || (type === 'integer' && types.includes('number'))
    })
    for (const key of meaningful(schema)) if (!['type', 'const', 'enum'].includes(key)) this.note(path, key)
    if (fitting.length === 0) throw new ImpossibleSchema('none of its values has its type')
    return oneOf(fitting.map((value) => gbnfLiteral(JSON.stringify(value))))
  }

  #typed(schema: JsonObject, path: string): string {
    for (const key of meaningful(schema)) if (key !== 'type' && !looked.has(key)) this.note(path, key)
    const types = schema['type'] === undefined ? impliedTypes(schema) : [schema['type']].flat().map(String)
    if (types.length === 0) return this.json.value
    const expressions = types.flatMap((type) => {
      try {
        return rules[type]?.(schema, path, this) ?? []
      } catch (error) {
        if (error instanceof ImpossibleSchema && types.length > 1) return []
        throw error
      }
    })
    if (expressions.length === 0) throw new ImpossibleSchema(`no value has the type ${types.join(' or ')}`)
    return oneOf(expressions)
  }

  /** Follows references, to look at what they mean. */
  #resolved(schema: Json | undefined): Json | undefined {
    let found = schema
    for (let steps = 0; isObject(found) && typeof found['$ref'] === 'string'; steps++) {
      const target = resolvePointer(this.#root, found['$ref'])
      if (target === undefined || steps > 20) return found
      const siblings = without(found, '$ref')
      found = meaningful(siblings).length === 0 ? target : { allOf: [target, siblings] }
    }
    return found
  }
}

/** The type that keywords are about where no type is named: other values would fit too, but nobody means them. */
function impliedTypes(schema: JsonObject): readonly string[] {
  return Object.entries(keywordsOf).flatMap(([type, keywords]) =>
    keywords.some((key) => schema[key] !== undefined) ? [type] : [],
  )
}

function without(schema: JsonObject, keyword: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== keyword))
}
