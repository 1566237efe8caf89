import type { CheckRequest, Requirement, RequirementLike, ValidationResult } from '../core/requirement.ts'
import { OptionError } from '../core/errors.ts'
import { toRequirement } from '../core/to-requirement.ts'
import { costOf } from './cost-of.ts'
import { mustNotHold, noneHolds, watchAll, watchAny, watchNot } from './combine-watchers.ts'
import { evaluate } from './evaluate.ts'
import { nameOf } from './name-of.ts'

/**
 * All of them hold. Tokens stop as soon as one of them that can watch has failed. Scores are added up.
 *
 * @example
 * import { allOf, matches, words } from 'mellea'
 * const sound = allOf(words.min(3), matches(/lunch/i))
 */
export function allOf<T = unknown>(...likes: readonly RequirementLike<T>[]): Requirement<T> {
  const all = someOf('allOf', likes)
  return {
    ...shared(all, ' and '),
    ...watchAll(all),
    async validate(_value, request) {
      const results = (await each(all, request, 'fail')).map(({ result }) => result)
      return (
        results.find(({ status }) => status === 'fail') ??
        results.find(({ status }) => status === 'unknown') ?? { status: 'pass', ...totalScore(results) }
      )
    },
  }
}

/**
 * At least one of them holds. Tokens stop as soon as all have failed, where all can watch. The best score counts.
 *
 * @example
 * import { anyOf, matches } from 'mellea'
 * const meal = anyOf(matches(/lunch/i), matches(/meal/i))
 */
export function anyOf<T = unknown>(...likes: readonly RequirementLike<T>[]): Requirement<T> {
  const all = someOf('anyOf', likes)
  return {
    ...shared(all, ' or '),
    ...watchAny(all),
    async validate(_value, request) {
      const parts = await each(all, request, 'pass')
      return bestOf(parts) ?? { status: 'fail', reason: noneHolds(parts) }
    },
  }
}

/**
 * It does not hold. No verdict stays no verdict. Tokens stop as soon as it holds for good: `not(contains('x'))` at the
 * first "x".
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
    ...watchNot(requirement),
    description: name,
    async validate(_value, request): Promise<ValidationResult> {
      const result = await evaluate(requirement, request)
      if (result.status === 'unknown') return result
      return result.status === 'fail'
        ? { status: 'pass' }
        : { status: 'fail', reason: mustNotHold(nameOf(requirement)) }
    },
  }
}

/**
 * If the first holds, the second must, too. It costs what both cost; the second is looked at only when the first holds.
 *
 * @example
 * import { contains, implies, words } from 'mellea/requirements'
 * const explained = implies(contains('refund'), words.min(40))
 */
export function implies<T = unknown>(
  condition: RequirementLike<T>,
  then: RequirementLike<T>,
): Requirement<T> {
  const [first, second] = [toRequirement(condition), toRequirement(then)]
  const rule = `If this holds: ${nameOf(first)} then this must, too: ${nameOf(second)}`
  return {
    ...shared([first, second], ''),
    ...watchAny([not(first), second]),
    description: rule,
    async validate(_value, request): Promise<ValidationResult> {
      const parts = await each([not(first), second], request, 'pass')
      return bestOf(parts) ?? { status: 'fail', reason: `${rule} (${parts[1]?.result.reason})` }
    },
  }
}

function scoreOf(result: ValidationResult): number | undefined {
  return result.status === 'unknown' ? undefined : result.score
}

function totalScore(results: readonly ValidationResult[]): { readonly score?: number } {
  const scores = results.flatMap((result) => scoreOf(result) ?? [])
  return scores.length === 0 ? {} : { score: scores.reduce((sum, score) => sum + score, 0) }
}

/** The one that passed with the highest score, the first of equals; else one that has no verdict. */
function bestOf(parts: readonly Part[]): ValidationResult | undefined {
  const results = parts.map(({ result }) => result)
  const passed = results.filter(({ status }) => status === 'pass')
  const [best] = passed.toSorted((one, other) => (scoreOf(other) ?? 0) - (scoreOf(one) ?? 0))
  return best ?? results.find(({ status }) => status === 'unknown')
}

interface Part {
  readonly name: string
  readonly result: ValidationResult
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

/** What each says, in order; judges are asked, and named, only when nothing cheaper has `settled` it. */
async function each<T>(
  all: readonly Requirement<T>[],
  request: CheckRequest<T>,
  settled: ValidationResult['status'],
): Promise<readonly Part[]> {
  const parts = new Map<Requirement<T>, Part>()
  const look = async (some: readonly Requirement<T>[]): Promise<unknown> =>
    Promise.all(
      some.map(async (one) => parts.set(one, { name: nameOf(one), result: await evaluate(one, request) })),
    )
  await look(all.filter((one) => costOf(one) !== 'judge'))
  const isSettled = [...parts.values()].some(({ result }) => result.status === settled)
  if (!isSettled) await look(all.filter((one) => costOf(one) === 'judge'))
  return all.flatMap((one) => parts.get(one) ?? [])
}
