import type { CheckRequest, Requirement, RequirementLike, ValidationResult } from '../core/requirement.ts'
import { OptionError } from '../core/errors.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { shown } from '../util/shown.ts'
import { costOf } from './cost-of.ts'
import { evaluate } from './evaluate.ts'
import { nameOf } from './name-of.ts'

/** How good an answer is, as a number: higher is better. */
export type Scorer<T> = (value: T, request: CheckRequest<T>) => number | Promise<number>

/**
 * A wish: it never rejects an answer, it says how good it is. The score of its `ValidationResult` is `weight` times the
 * number that the function gives; of a requirement 1 where it holds (or its own score) and 0 where it does not, with
 * the reason. A strategy that chooses between answers that passed can go by the sum.
 *
 * A function that gives no finite number is an error in it, and fails the attempt. Checked, not shown to the model,
 * unless the requirement is.
 *
 * @example
 * import { contains, score } from 'mellea/requirements'
 * const short = score((text: string) => 1 / (1 + text.length))
 * const friendly = score('The text is friendly.', 3)
 * const thanked = score(contains('thank you'))
 */
export function score<T = string>(
  scorer: Scorer<T> | Exclude<RequirementLike<T>, Function>,
  weight = 1,
): Requirement<T> {
  if (!Number.isFinite(weight))
    throw new OptionError(`score(): the weight is a number, got ${shown(weight)}.`)
  return typeof scorer === 'function' ? scoredByCode(scorer, weight) : scoredByRequirement(scorer, weight)
}

function scoredByCode<T>(scorer: Scorer<T>, weight: number): Requirement<T> {
  const name = `score ${scorer.name}`.trim()
  return {
    description: name,
    checkOnly: true,
    async validate(value, request): Promise<ValidationResult> {
      const number: unknown = await scorer(value, request)
      if (typeof number === 'number' && Number.isFinite(number))
        return { status: 'pass', score: weight * number }
      throw new TypeError(`${name} must give a number, it gave ${shown(number)}.`)
    },
  }
}

function scoredByRequirement<T>(like: RequirementLike<T>, weight: number): Requirement<T> {
  const requirement = toRequirement(like)
  return {
    description: nameOf(requirement),
    cost: costOf(requirement),
    ...((requirement.checkOnly || !requirement.description) && { checkOnly: true }),
    async validate(_value, request): Promise<ValidationResult> {
      const result = await evaluate(requirement, request)
      const reached = result.status === 'pass' ? (result.score ?? 1) : 0
      return { status: 'pass', score: weight * reached, ...(result.reason && { reason: result.reason }) }
    },
  }
}
