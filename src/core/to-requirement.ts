import { shown } from '../util/shown.ts'
import { OptionError } from './errors.ts'
import type { Requirement, RequirementLike } from './requirement.ts'

/** Any form of a requirement as an object. */
export function toRequirement<T>(like: RequirementLike<T>): Requirement<T> {
  if (typeof like === 'string') {
    if (like.trim() === '')
      throw new OptionError('A requirement is an empty text: say what the answer must do.')
    return { description: like }
  }
  if (typeof like === 'function') return { validate: like }
  if (isPair(like) && like.length === 2 && typeof like[1] === 'function')
    return { description: like[0], validate: like[1] }
  if (
    !isPair(like) &&
    typeof like === 'object' &&
    like !== null &&
    (like.description || like.validate || like.watch)
  ) {
    checkLimit(like.timeout)
    return like
  }
  throw new OptionError(
    `A requirement is a text, a function, a [text, function] pair, or an object with \`description\` or \`validate\`; got ${shown(like)}.`,
  )
}

/** @throws OptionError for a limit that is not above 0. */
export function checkLimit(ms: number | undefined): void {
  if (ms === undefined || (typeof ms === 'number' && ms > 0)) return
  throw new OptionError(`A requirement's \`timeout\` is a number of milliseconds above 0, got ${shown(ms)}.`)
}

/** A list of requirements, in any form. @throws OptionError when it is no list, or one of them says nothing. */
export function toRequirements<T>(
  likes: readonly RequirementLike<T>[] | undefined,
): readonly Requirement<T>[] {
  if (likes !== undefined && !Array.isArray(likes))
    throw new OptionError(`\`requirements\` is a list, got ${shown(likes)}.`)
  return (likes ?? []).map((like) => toRequirement(like))
}

/** What the model is told: descriptions, but those that are only checked. */
export function shownDescriptions(requirements: readonly Requirement[]): readonly string[] {
  return requirements.flatMap(({ description, checkOnly }) =>
    description && !checkOnly ? [description] : [],
  )
}

function isPair<T>(like: RequirementLike<T>): like is Extract<RequirementLike<T>, readonly unknown[]> {
  return Array.isArray(like)
}
