import { checkJsonSchema } from '../../core/check-json-schema.ts'
import { OptionError } from '../../core/errors.ts'
import type { JsonObject } from '../../core/json.ts'
import type { CheckRequest, Requirement, Verdict } from '../../core/requirement.ts'
import type { Schema } from '../../core/schema.ts'
import { shown } from '../../util/shown.ts'
import type { JsonPath } from '../../util/json-reader.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { faultText, JsonInText, pathText } from './json-in-text.ts'
import { localIssues } from './schema-at.ts'

interface Issue {
  readonly path: JsonPath
  readonly message: string
}

/**
 * The JSON in the answer fits a schema: a plain JSON Schema, or a Standard Schema (zod, arktype, valibot). The reason
 * names every place that does not, and what is there. Fences and text around the JSON are forgiven. For a typed value
 * use `format` instead; this is for answers that stay text.
 *
 * With a plain JSON Schema a value that is wrong by itself stops the tokens as soon as it is complete: a wrong type, a
 * number out of bounds, a key or an item too many. What is no JSON stops them, too. A Standard Schema judges the whole.
 *
 * Of JSON Schema (draft 2020-12) it does not check `format`, `unevaluated…`, `dependent…` and remote references.
 *
 * @example
 * import { fitsSchema } from 'mellea/requirements'
 * import { z } from 'zod'
 * const plain = fitsSchema({ type: 'object', properties: { price: { type: 'number', minimum: 0 } }, required: ['price'] })
 * const zod = fitsSchema(z.object({ price: z.number().nonnegative() }))
 */
export function fitsSchema(schema: Schema | JsonObject): Requirement<unknown> {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw new OptionError(
      `fitsSchema(): give a JSON Schema, or a zod, arktype or valibot schema; got ${shown(schema)}.`,
    )
  return isStandard(schema) ? byStandardSchema(schema) : byJsonSchema(schema)
}

function byJsonSchema(schema: JsonObject): Requirement<unknown> {
  return textRule({
    description: `Answer with JSON that fits this schema: ${JSON.stringify(schema)}`,
    start: () => new SchemaReading(schema),
  })
}

function byStandardSchema(schema: Schema): Requirement<unknown> {
  return {
    description: 'Answer with JSON that fits the schema.',
    checkOnly: true,
    async validate(_value, { text }: CheckRequest): Promise<Verdict> {
      const json = new JsonInText()
      const fault = json.push(text) ?? json.end()
      if (fault) return `The answer is not JSON. ${faultText(fault)}`
      const result = await schema['~standard'].validate(json.value)
      if (!result.issues) return true
      const issues = result.issues.map(({ path = [], message }) => ({
        path: path.map((step) => keyOf(typeof step === 'object' ? step.key : step)),
        message,
      }))
      return misfit(issues, json.value)
    },
  }
}

class SchemaReading implements TextReading {
  readonly #schema: JsonObject
  readonly #json: JsonInText
  #wrong: string | undefined

  constructor(schema: JsonObject) {
    this.#schema = schema
    this.#json = new JsonInText((path, value) => {
      if (this.#wrong !== undefined || path.length === 0) return
      const issues = localIssues(schema, path, value)
      if (issues.length > 0) this.#wrong = misfit(issues, undefined, { path, value })
    })
  }

  push(piece: string): string | undefined {
    const fault = this.#json.push(piece)
    return this.#wrong ?? (fault && `The answer is not JSON. ${faultText(fault)}`)
  }

  end(): string | undefined {
    const fault = this.#json.end()
    if (fault) return `The answer is not JSON. ${faultText(fault)}`
    const { value } = this.#json
    const issues = checkJsonSchema(value, this.#schema)
    return issues.length === 0 ? undefined : misfit(issues, value)
  }
}

/** Every issue with its place, and what is there. */
function misfit(
  issues: readonly Issue[],
  root: unknown,
  seen?: { readonly path: JsonPath; readonly value: unknown },
): string {
  const texts = issues.map(({ path, message }) => {
    const isSeen = seen && path.length === seen.path.length
    const there = isSeen ? seen.value : path.reduce(memberOf, root)
    const what = seen && !isSeen ? '' : `, got ${shown(there)}`
    return `at ${pathText(path)}: ${message}${what}`
  })
  return `The JSON does not fit the schema: ${texts.join('; ')}.`
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function keyOf(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key)
}

function isStandard(schema: Schema | JsonObject): schema is Schema {
  return '~standard' in schema
}
