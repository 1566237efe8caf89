import type { CheckRequest, Requirement, RequirementLike, ValidationResult } from '../core/requirement.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { evaluate, nameOf } from './evaluate.ts'

/**
 * All of them hold.
 *
 * @example
 * import { allOf, matches, words } from 'mellea'
 * const sound = allOf(words.min(3), matches(/lunch/i))
 */
export function allOf<T = unknown>(...likes: readonly RequirementLike<T>[]): Requirement<T> {
  const all = likes.map((like) => toRequirement(like))
  return {
    ...shared(all, ' and '),
    async validate(_value, request) {
      const results = await each(all, request)
      return (
        results.find(({ status }) => status === 'fail') ??
        results.find(({ status }) => status === 'unknown') ?? { status: 'pass' }
      )
    },
  }
}

/**
 * At least one of them holds.
 *
 * @example
 * import { anyOf, matches } from 'mellea'
 * const meal = anyOf(matches(/lunch/i), matches(/meal/i))
 */
export function anyOf<T = unknown>(...likes: readonly RequirementLike<T>[]): Requirement<T> {
  const all = likes.map((like) => toRequirement(like))
  return {
    ...shared(all, ' or '),
    async validate(_value, request) {
      const results = await each(all, request)
      const passed =
        results.find(({ status }) => status === 'pass') ?? results.find(({ status }) => status === 'unknown')
      return passed ?? { status: 'fail', reason: `None of these holds: ${all.map(nameOf).join(' | ')}` }
    },
  }
}

/**
 * It does not hold. No verdict stays no verdict.
 *
 * @example
 * import { matches, not } from 'mellea'
 * const done = not(matches(/TODO/))
 */
export function not<T = unknown>(like: RequirementLike<T>): Requirement<T> {
  const requirement = toRequirement(like)
  const name = `not: ${nameOf(requirement)}`
  return {
    ...shared([requirement], ''),
    description: name,
    async validate(_value, request): Promise<ValidationResult> {
      const result = await evaluate(requirement, request)
      if (result.status === 'unknown') return result
      return result.status === 'fail'
        ? { status: 'pass' }
        : { status: 'fail', reason: `This must not hold: ${nameOf(requirement)}` }
    },
  }
}

/** A combination costs what its dearest part costs, and is shown only if all of it may be. */
function shared<T>(all: readonly Requirement<T>[], word: string): Requirement<T> {
  const judged = all.some((one) => (one.cost ?? (one.validate ? 'code' : 'judge')) === 'judge')
  return {
    description: all.map(nameOf).join(word),
    cost: judged ? 'judge' : 'code',
    ...(all.some((one) => one.checkOnly || !one.description) && { checkOnly: true }),
  }
}

function each<T>(
  all: readonly Requirement<T>[],
  request: CheckRequest<T>,
): Promise<readonly ValidationResult[]> {
  return Promise.all(all.map((requirement) => evaluate(requirement, request)))
}
