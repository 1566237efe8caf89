import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { TextFold, type TextMatching } from './fold-text.ts'

/**
 * The answer begins with this text; white space before it is forgiven. Compared as by `contains`. Another beginning
 * stops the tokens.
 *
 * @example
 * import { startsWith } from 'mellea/requirements'
 * const letter = startsWith('Dear ')
 */
export function startsWith(text: string, options: TextMatching = {}): Requirement<unknown> {
  const wanted = unitsOf('startsWith', text, options, 'trimStart')
  const description = `Begin with ${JSON.stringify(text)}.`
  return textRule({
    description,
    start: () => new Beginning(wanted, new TextFold(options), description),
  })
}

/**
 * The answer ends with this text; white space after it is forgiven. Compared as by `contains`.
 *
 * @example
 * import { endsWith } from 'mellea/requirements'
 * const asked = endsWith('?')
 */
export function endsWith(text: string, options: TextMatching = {}): Requirement<unknown> {
  const wanted = unitsOf('endsWith', text, options, 'trimEnd')
  const description = `End with ${JSON.stringify(text)}.`
  return {
    description,
    validate(_value, { text: answer }) {
      // no character folds to less than one unit but white space: what is cut off cannot matter
      const tail = answer
        .trimEnd()
        .replaceAll(/\s+/g, ' ')
        .slice(-4 * (wanted.length + 1))
      const units = new TextFold(options).all(tail).slice(-wanted.length)
      if (units.join('') === wanted.join('')) return true
      const shownTail = Array.from(tail).slice(-Math.max(20, wanted.length))
      return `${description} It ends with ${JSON.stringify(shownTail.join(''))}.`
    },
  }
}

class Beginning implements TextReading {
  settled = false
  readonly #wanted: readonly string[]
  readonly #fold: TextFold
  readonly #description: string
  #met = 0
  #begun = ''

  constructor(wanted: readonly string[], fold: TextFold, description: string) {
    this.#wanted = wanted
    this.#fold = fold
    this.#description = description
  }

  push(piece: string): string | undefined {
    for (const character of piece) {
      if (this.settled) return undefined
      if (this.#begun === '' && character.trim() === '') continue
      const units = this.#fold.units(character)
      // an accent that follows makes the last letter another one
      this.settled = this.#met === this.#wanted.length && !/^\p{M}/u.test(units[0] ?? '')
      if (this.settled) return undefined
      this.#begun += character
      for (const unit of units) if (unit !== this.#wanted[this.#met++]) return this.#fault()
    }
    return undefined
  }

  end(): string | undefined {
    return this.#met < this.#wanted.length ? this.#fault() : undefined
  }

  #fault(): string {
    return `${this.#description} It begins with ${JSON.stringify(this.#begun)}.`
  }
}

function unitsOf(
  name: string,
  text: unknown,
  options: TextMatching,
  trim: 'trimStart' | 'trimEnd',
): readonly string[] {
  if (typeof text !== 'string' || text.trim() === '')
    throw new OptionError(`${name}(): give a text that is not empty, got ${shown(text)}.`)
  return new TextFold(options).all(text[trim]())
}
