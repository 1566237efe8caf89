import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { WordReader } from './word-reader.ts'

/** What counts as a repetition. */
export interface RepetitionOptions {
  /** How many words in a row make a repetition, from 1. @default 6 */
  readonly words?: number | undefined
  /** How often the same words may stand in a row, from 1. @default 1 */
  readonly times?: number | undefined
}

/**
 * No run of words is said again, whatever its case and punctuation: the answer does not go round in circles. The first
 * repetition stops the tokens. Checked, not shown to the model.
 *
 * Poems, tables and code repeat themselves for good reasons: raise `words` or `times` there.
 *
 * @example
 * import { noRepetition } from 'mellea/requirements'
 * const fresh = noRepetition({ words: 5 })
 */
export function noRepetition({ words = 6, times = 1 }: RepetitionOptions = {}): Requirement<unknown> {
  for (const [name, value] of Object.entries({ words, times }))
    if (!Number.isInteger(value) || value < 1)
      throw new OptionError(`noRepetition(): \`${name}\` is a whole number from 1 up, got ${shown(value)}.`)
  const limit = times === 1 ? 'twice' : `more than ${times} times`
  return textRule({
    description: `Do not say the same ${words === 1 ? 'word' : `${words} words in a row`} ${limit}.`,
    checkOnly: true,
    start: () => new RepetitionReading(words, times),
  })
}

class RepetitionReading implements TextReading {
  readonly #words: number
  readonly #times: number
  readonly #reader = new WordReader()
  readonly #seen = new Map<string, number>()
  #latest: string[] = []

  constructor(words: number, times: number) {
    this.#words = words
    this.#times = times
  }

  push(piece: string): string | undefined {
    return this.#add(this.#reader.push(piece))
  }

  end(): string | undefined {
    return this.#add(this.#reader.end())
  }

  #add(words: readonly string[]): string | undefined {
    for (const word of words) {
      this.#latest.push(word)
      if (this.#latest.length > this.#words) this.#latest.shift()
      if (this.#latest.length < this.#words) continue
      const said = this.#latest.join(' ')
      const run = said.toLowerCase()
      const count = (this.#seen.get(run) ?? 0) + 1
      this.#seen.set(run, count)
      if (count > this.#times)
        return `The text repeats itself: ${JSON.stringify(said)} is there ${count} times.`
    }
    return undefined
  }
}
