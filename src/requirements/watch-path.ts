import type { StandardSchemaV1 } from '@standard-schema/spec'
import { issueText } from '../core/issue-text.ts'
import { OptionError } from '../core/errors.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Requirement, ValidationResult, Verdict, WatchedAnswer, Watcher } from '../core/requirement.ts'
import type { Schema } from '../core/schema.ts'
import { toValidationResult } from '../core/to-validation-result.ts'
import { validateJson } from '../core/validate-json.ts'
import { JsonStream, type JsonPath } from '../util/json-stream.ts'
import { pathText } from './json/json-in-text.ts'
import { isOnPath, parsePath, type PathStep } from './json/parse-path.ts'

/** Looks at one value: `path` says which one it is. */
type Look<V> = (value: V, path: JsonPath) => Verdict

export interface WatchPath {
  /**
   * A requirement on every value at a path of the object that is asked for, looked at as soon as that value is complete; a failure stops
   * the tokens. The path is made of keys, `[n]`, `["any key"]`, `*` and `[*]`; `$` is the value itself.
   *
   * The value is as the model wrote it. With a schema it is validated first, and has its type. Nothing at the path is no failure: the
   * `format` says what has to be there. The model is not told of it; with `req('…', watch.path(…))` it is.
   *
   * @example
   * import { startSession } from 'mellea'
   * import { watch } from 'mellea/requirements'
   * import { z } from 'zod'
   * const format = z.object({ items: z.array(z.object({ name: z.string(), price: z.number() })) })
   * const paid = watch.path('items[*].price', z.number(), (price) => price > 0 || `${price} is not above 0`)
   * await startSession().instruct('Invent a menu.', { format, requirements: [paid] })
   * @throws OptionError for a path that cannot be read, and where nothing looks.
   */
  (path: string, look: Look<Json>): Requirement<unknown>
  <S extends Schema>(
    path: string,
    schema: S,
    look?: Look<StandardSchemaV1.InferOutput<S>>,
  ): Requirement<unknown>
}

/** `watch.path` */
export const watchPath: WatchPath = (path: string, first: Look<Json> | Schema, then?: Look<never>) => {
  const steps = parsePath(path, 'watch.path()')
  const look = lookOf(first, then)
  // a function with a name: reports call the requirement by it
  const named = { [path]: (answer: WatchedAnswer): Watcher => new PathWatcher(steps, look, answer) }
  return { ...(named[path] && { watch: named[path] }) }
}

function lookOf(first: unknown, then: Look<never> | undefined): Look<unknown> {
  const look = isSchema(first) ? then : first
  if (look !== undefined && typeof look !== 'function')
    throw new OptionError('watch.path(): give a function that looks at the value, or a schema, or both.')
  if (!isSchema(first) && look === undefined)
    throw new OptionError('watch.path(): give a function that looks at the value, or a schema, or both.')
  // the schema vouches for the type; without one it is Json
  const checked = look as Look<unknown> | undefined
  return isSchema(first) ? bySchema(first, checked) : (checked ?? (() => true))
}

function bySchema(schema: Schema, look: Look<unknown> = () => true): Look<unknown> {
  return (value, path) => {
    const result = validatedNow(schema, value)
    if (result instanceof Promise)
      throw new TypeError('its schema is asynchronous; a watcher decides at once')
    if (result.issues) return result.issues.map((issue) => issueText(issue)).join('; ')
    return look(result.value, path)
  }
}

/** Those of `jsonSchema()` load what checks them, which a watcher cannot wait for. */
function validatedNow(
  schema: Schema,
  value: unknown,
): StandardSchemaV1.Result<unknown> | Promise<StandardSchemaV1.Result<unknown>> {
  const standard = schema['~standard']
  return isJsonSchema(standard)
    ? validateJson(value, standard.jsonSchema.input(), standard.guard)
    : standard.validate(value)
}

interface JsonSchemaStandard {
  readonly jsonSchema: { readonly input: () => JsonObject }
  readonly guard: ((value: unknown) => value is unknown) | undefined
}

function isJsonSchema(standard: object): standard is JsonSchemaStandard {
  return Reflect.get(standard, 'vendor') === 'mellea'
}

class PathWatcher implements Watcher {
  readonly #steps: readonly PathStep[]
  readonly #look: Look<unknown>
  readonly #wrapped: boolean
  readonly #stream: JsonStream
  #said: ValidationResult = { status: 'pass' }
  #good: number | undefined

  constructor(steps: readonly PathStep[], look: Look<unknown>, { wrapped }: WatchedAnswer) {
    this.#steps = steps
    this.#look = look
    this.#wrapped = wrapped
    this.#stream = new JsonStream({
      onClose: (value, path, start) => {
        const place = this.#isBare(path, value) ? path : path[0] === 'result' ? path.slice(1) : undefined
        if (place && isOnPath(place, steps)) this.#see(value, [...place], start)
      },
    })
  }

  /** Up to a value that failed. */
  get good(): number | undefined {
    return this.#good
  }

  chunk(chunk: string): Verdict {
    if (this.#said.status !== 'fail') this.#stream.push(chunk)
    if (this.#said.status !== 'fail' && this.#stream.tooDeep)
      this.#said = { status: 'fail', reason: `The JSON of the answer ${this.#stream.problem}.` }
    return this.#said
  }

  end(text: string): Verdict {
    const { done, changes } = this.#stream
    if (this.#said.status === 'fail' || done) return this.#said
    if (!this.#wrapped || changes > 0) return { status: 'unknown', reason: 'The answer is not whole JSON.' }
    // a value that has to be wrapped may come bare
    if (this.#steps.length === 0) this.#see(bareValue(text), [], 0)
    return this.#said
  }

  #isBare(path: JsonPath, value: unknown): boolean {
    return !this.#wrapped || typeof path[0] === 'number' || (path.length === 0 && Array.isArray(value))
  }

  /** One value without a verdict leaves the whole without one. */
  #see(value: unknown, path: JsonPath, start: number): void {
    if (this.#said.status === 'fail') return
    this.#good = start
    const result = toValidationResult(this.#look(value, path), `${shortJson(value)} does not do`)
    if (result.status !== 'fail') this.#good = undefined
    if (result.status === 'pass') return
    this.#said = { ...result, reason: `At ${pathText(path)}: ${result.reason ?? 'there is no verdict'}` }
  }
}

function bareValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.trim()
  }
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

function isSchema(value: unknown): value is Schema {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value
  )
}
