import type { Requirement } from '../../core/requirement.ts'
import { textRule } from '../text-rule.ts'
import { Where } from './where.ts'

/**
 * Nothing in the answer is in upper case. The first letter that is stops the tokens. Letters without case, digits and
 * signs may be there.
 *
 * @example
 * import { lowerCase } from 'mellea/requirements'
 * const quiet = lowerCase()
 */
export function lowerCase(): Requirement<unknown> {
  return without(/\p{Changes_When_Lowercased}/u, 'Use only lower-case letters.')
}

/**
 * Nothing in the answer is in lower case. The first letter that is stops the tokens.
 *
 * @example
 * import { upperCase } from 'mellea/requirements'
 * const loud = upperCase()
 */
export function upperCase(): Requirement<unknown> {
  return without(/\p{Changes_When_Uppercased}/u, 'Use only upper-case letters.')
}

function without(letter: RegExp, description: string): Requirement<unknown> {
  return textRule({
    description,
    start() {
      const where = new Where()
      return {
        push(piece) {
          const found = letter.exec(piece)
          if (found) {
            const end = found.index + found[0].length
            return `${description} There is "${found[0]}" in ${where.at(piece, end)}.`
          }
          where.pass(piece)
          return undefined
        },
        end: () => undefined,
      }
    },
  })
}
