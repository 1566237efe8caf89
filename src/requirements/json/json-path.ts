import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { faultText, JsonInText, pathText } from './json-in-text.ts'
import { isOnPath, parsePath, type PathStep } from './parse-path.ts'

/** Looks at one value: true passes; false, or a text (the reason), fails. `path` says where it is: 'items[2].price'. */
export type PathCheck<V> = (value: V, path: string) => boolean | string

/** How a check of a part of JSON is shown, and whether the part may be missing. */
export interface JsonPathOptions {
  /** What the model is told. Without it the requirement is only checked. */
  readonly description?: string | undefined
  /** Whether there may be nothing at the path. @default false */
  readonly optional?: boolean | undefined
}

/**
 * Every value at a path of the JSON in the answer passes a check. A value is looked at as soon as it is complete, and
 * one that fails stops the tokens, as does what is no JSON. Fences and text around the JSON are forgiven. `V` is your
 * word for what is there; where you are not sure, take `unknown`.
 *
 * The path is made of keys, `[n]`, `["any key"]` and `*`; `$` may stand before it. Nothing at the path is a failure,
 * unless it is `optional`.
 *
 * @example
 * import { jsonPath } from 'mellea/requirements'
 * const paid = jsonPath('items[*].price', (price: number) => price > 0 || `${price} is not above 0`)
 */
export function jsonPath<V = unknown>(
  path: string,
  check: PathCheck<V>,
  { description, optional = false }: JsonPathOptions = {},
): Requirement<unknown> {
  const steps = parsePath(path)
  if (typeof check !== 'function')
    throw new OptionError(`jsonPath(): give a function that looks at the value, got ${shown(check)}.`)
  return textRule({
    description: description ?? `Check the JSON at ${path}.`,
    ...(description === undefined && { checkOnly: true }),
    // the caller vouches for what is at the path
    start: () => new PathReading({ path, steps, check: check as PathCheck<unknown>, optional }),
  })
}

interface PathRule {
  readonly path: string
  readonly steps: readonly PathStep[]
  readonly check: PathCheck<unknown>
  readonly optional: boolean
}

class PathReading implements TextReading {
  readonly #rule: PathRule
  readonly #json: JsonInText
  #seen = 0
  #failed: string | undefined

  constructor(rule: PathRule) {
    this.#rule = rule
    this.#json = new JsonInText((place, value) => {
      if (this.#failed !== undefined || !isOnPath(place, rule.steps)) return
      this.#seen += 1
      this.#failed = reasonOf(rule, pathText(place), value)
    })
  }

  push(piece: string): string | undefined {
    const fault = this.#json.push(piece)
    return this.#failed ?? (fault && notJson(faultText(fault)))
  }

  end(): string | undefined {
    const fault = this.#json.end()
    if (this.#failed !== undefined) return this.#failed
    if (fault) return notJson(faultText(fault))
    const { path, optional } = this.#rule
    return this.#seen > 0 || optional ? undefined : `There is nothing at ${path} in the JSON.`
  }
}

function reasonOf({ check }: PathRule, place: string, value: unknown): string | undefined {
  const verdict: unknown = check(value, place)
  if (verdict === true) return undefined
  if (verdict === false || verdict === '') return `At ${place}: ${shown(value)} does not pass.`
  if (typeof verdict === 'string') return `At ${place}: ${verdict}`
  throw new TypeError(
    `the check of jsonPath must return true, false, or a reason; it returned ${shown(verdict)}.`,
  )
}

function notJson(fault: string): string {
  return `The answer is not JSON. ${fault}`
}
