import type { CheckRequest, Requirement, RequirementLike, ValidationResult } from '../core/requirement.ts'
import { OptionError } from '../core/errors.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { costOf } from './check-requirements.ts'
import { evaluate } from './evaluate.ts'
import { nameOf } from './name-of.ts'

/**
 * All of them hold.
 *
 * @example
 * import { allOf, matches, words } from 'mellea'
 * const sound = allOf(words.min(3), matches(/lunch/i))
 */
export function allOf<T = unknown>(...likes: readonly RequirementLike<T>[]): Requirement<T> {
  const all = someOf('allOf', likes)
  return {
    ...shared(all, ' and '),
    async validate(_value, request) {
      const results = await each(all, request, 'fail')
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
  const all = someOf('anyOf', likes)
  return {
    ...shared(all, ' or '),
    async validate(_value, request) {
      const results = await each(all, request, 'pass')
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

function someOf<T>(name: string, likes: readonly RequirementLike<T>[]): readonly Requirement<T>[] {
  if (likes.length === 0) throw new OptionError(`${name}(): give it at least one requirement.`)
  return likes.map((like) => toRequirement(like))
}

/** A combination costs what its dearest part costs, and is shown only if all of it may be. */
function shared<T>(
  all: readonly Requirement<T>[],
  word: string,
): Pick<Requirement<T>, 'description' | 'cost' | 'checkOnly'> {
  const costs = new Set(all.map((one) => costOf(one)))
  return {
    description: all.map(nameOf).join(word),
    cost: costs.has('judge') ? 'judge' : costs.has('async') ? 'async' : 'code',
    ...(all.some((one) => one.checkOnly || !one.description) && { checkOnly: true }),
  }
}

/** What each says; judges are asked only when nothing cheaper has `settled` it. */
async function each<T>(
  all: readonly Requirement<T>[],
  request: CheckRequest<T>,
  settled: ValidationResult['status'],
): Promise<readonly ValidationResult[]> {
  const look = (some: readonly Requirement<T>[]): Promise<readonly ValidationResult[]> =>
    Promise.all(some.map((requirement) => evaluate(requirement, request)))
  const cheap = await look(all.filter((one) => costOf(one) !== 'judge'))
  if (cheap.some(({ status }) => status === settled)) return cheap
  return [...cheap, ...(await look(all.filter((one) => costOf(one) === 'judge')))]
}
