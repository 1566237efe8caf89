import { OptionError } from '../core/errors.ts'
import type { Requirement } from '../core/requirement.ts'

interface Words {
  /** At most `n` words. */
  max(n: number): Requirement<unknown>
  /** At least `n` words. */
  min(n: number): Requirement<unknown>
}

/**
 * How many words the answer has, counted between white space.
 *
 * @example
 * import { words } from 'mellea'
 * const brief = words.max(60)
 */
export const words: Words = {
  max: (n) => counted(`Use at most ${whole(n)} words.`, (count) => count <= n),
  min: (n) => counted(`Use at least ${whole(n)} words.`, (count) => count >= n),
}

function counted(description: string, holds: (count: number) => boolean): Requirement<unknown> {
  return {
    description,
    validate(_value, { text }) {
      const count = text.split(/\s+/).filter(Boolean).length
      return holds(count) || `${description} It has ${count}.`
    },
  }
}

function whole(n: number): number {
  if (Number.isInteger(n) && n >= 0) return n
  throw new OptionError(`words: the number of words must be a whole number from 0 up, got ${n}.`)
}
