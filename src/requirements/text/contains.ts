import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { TextSearch, type SearchOptions } from './text-search.ts'
import { Where } from './where.ts'

/**
 * The text is somewhere in the answer. Case does not count, unless you say so; nor does it matter how accents are
 * encoded, whether quotes are curly, and how much white space there is. Without `wholeWords` "cat" is in "category".
 *
 * @example
 * import { contains } from 'mellea/requirements'
 * const greeted = contains('Olivia', { wholeWords: true })
 */
export function contains(text: string, options?: SearchOptions): Requirement<unknown> {
  return containing('contains', [text], options)
}

/**
 * All of the texts are somewhere in the answer, in any order; compared as by `contains`.
 *
 * @example
 * import { containsAll } from 'mellea/requirements'
 * const complete = containsAll(['date', 'time', 'place'])
 */
export function containsAll(texts: readonly string[], options?: SearchOptions): Requirement<unknown> {
  return containing('containsAll', texts, options)
}

/**
 * None of the texts is in the answer; compared as by `contains`. Checked, never shown to the model: to name them would
 * put them into its head. The first of them that is written stops the tokens.
 *
 * @example
 * import { containsNone } from 'mellea/requirements'
 * const quiet = containsNone(['as an AI', 'purple elephant'])
 * const exact = containsNone(['IT'], { caseSensitive: true, wholeWords: true })
 */
export function containsNone(texts: readonly string[], options: SearchOptions = {}): Requirement<unknown> {
  const search = searchFor('containsNone', texts, options)
  return textRule({
    description: `Do not write ${quoted(texts, 'or')}.`,
    checkOnly: true,
    start: () => absence(texts, search),
  })
}

function containing(
  name: string,
  texts: readonly string[],
  options: SearchOptions = {},
): Requirement<unknown> {
  const search = searchFor(name, texts, options)
  const description = `Write ${quoted(texts, 'and')} somewhere in the text.`
  return textRule({ description, start: () => presence(texts, search, description) })
}

function presence(texts: readonly string[], search: TextSearch, description: string): TextReading {
  const reading = search.start()
  const missing = new Set(texts.keys())
  return {
    push(piece) {
      for (const { index } of reading.push(piece)) missing.delete(index)
      return undefined
    },
    end() {
      for (const { index } of reading.end()) missing.delete(index)
      if (missing.size === 0) return undefined
      const absent = texts.filter((_, index) => missing.has(index))
      return `${description} Missing: ${quoted(absent, 'and')}.`
    },
    get settled() {
      return missing.size === 0
    },
  }
}

function absence(texts: readonly string[], search: TextSearch): TextReading {
  const reading = search.start()
  const where = new Where()
  const fault = (index: number, place: string): string =>
    `Do not write ${quoted([texts[index] ?? ''], 'or')}. It is in ${place}.`
  return {
    push(piece) {
      const [first] = reading.push(piece)
      if (first) return fault(first.index, where.at(piece, first.end))
      where.pass(piece)
      return undefined
    },
    end() {
      const [first] = reading.end()
      return first && fault(first.index, where.at('', 0))
    },
  }
}

function searchFor(name: string, texts: readonly string[], options: SearchOptions): TextSearch {
  if (!Array.isArray(texts) || texts.length === 0)
    throw new OptionError(`${name}(): give a list of at least one text, got ${shown(texts)}.`)
  const blank: readonly unknown[] = texts.filter(
    (text: unknown) => typeof text !== 'string' || text.trim() === '',
  )
  if (blank.length > 0)
    throw new OptionError(`${name}(): it looks for texts that are not empty, got ${shown(blank[0])}.`)
  return new TextSearch(texts, options)
}

function quoted(texts: readonly string[], word: string): string {
  const all = texts.map((text) => JSON.stringify(text))
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`
}
