import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { textRule, type TextReading } from '../text-rule.ts'
import { SentenceReader } from '../text/sentence-reader.ts'
import { CitationReader, type Citation } from './citation-reader.ts'
import { quoteIn } from './quote-in.ts'
import { sourcesOf, type Source, type SourceDocuments } from './source-documents.ts'

export interface CitesOptions {
  /** Whether every sentence must have a citation, in it or right after it. @default false: one in all will do */
  readonly everySentence?: boolean | undefined
  /** From how many words on a quoted text must be verbatim; `Infinity` looks at none. @default 4 */
  readonly minQuoteWords?: number | undefined
}

/**
 * The answer cites these documents by marks in brackets: `[1]`, `[2, 3]`, or their ids. A mark that points to no
 * document stops the tokens; so does a quotation that is in none of them, or not in those that are cited right after it.
 * Case, curly quotes and white space do not count in quotations, and an ellipsis stands for what was left out.
 *
 * What it cannot see is whether the cited document says so: that is `grounded`.
 *
 * @example
 * import { cites } from 'mellea/requirements'
 * const sourced = cites(['The bridge was opened in 1932.', 'Crossing is free.'], { everySentence: true })
 */
export function cites(
  documents: SourceDocuments,
  { everySentence = false, minQuoteWords = 4 }: CitesOptions = {},
): Requirement<unknown> {
  const sources = sourcesOf(documents, 'cites()')
  if (typeof minQuoteWords !== 'number' || !(minQuoteWords >= 1))
    throw new OptionError(`cites(): \`minQuoteWords\` is a number from 1 up, got ${shown(minQuoteWords)}.`)
  const marks = sources.map(({ id }) => `[${id}]`).join(', ')
  const description = `Cite the sources by their marks, ${everySentence ? 'in every sentence' : 'where you use them'}: ${marks}. Quote them word for word.`
  return textRule({
    description,
    start: () => new CitesReading({ sources, everySentence, minQuoteWords, marks }),
  })
}

interface CitesRule {
  readonly sources: readonly Source[]
  readonly everySentence: boolean
  readonly minQuoteWords: number
  readonly marks: string
}

class CitesReading implements TextReading {
  readonly #rule: CitesRule
  readonly #citations: CitationReader
  readonly #sentences = new SentenceReader()
  readonly #said: string[] = []
  #cited = 0

  constructor(rule: CitesRule) {
    this.#rule = rule
    this.#citations = new CitationReader(new Set(rule.sources.map(({ id }) => id)), rule.minQuoteWords)
  }

  push(piece: string): string | undefined {
    if (this.#rule.everySentence) this.#said.push(...this.#sentences.push(piece))
    return this.#look(this.#citations.push(piece))
  }

  end(): string | undefined {
    const fault = this.#look(this.#citations.end())
    if (fault !== undefined) return fault
    if (this.#cited === 0)
      return `Cite the sources by their marks: ${this.#rule.marks}. There is no citation.`
    if (!this.#rule.everySentence) return undefined
    this.#said.push(...this.#sentences.end())
    const bare = this.#said.filter((sentence, index) => !this.#isCited(sentence, this.#said[index + 1]))
    if (bare.length === 0) return undefined
    return `Cite a source in every sentence. These have none:\n${bare.map((sentence) => `* ${sentence}`).join('\n')}`
  }

  #look(found: readonly Citation[]): string | undefined {
    for (const one of found) {
      const fault = one.type === 'mark' ? this.#lookAtMark(one.ids) : this.#lookAtQuote(one)
      if (fault !== undefined) return fault
    }
    return undefined
  }

  #lookAtMark(ids: readonly string[]): string | undefined {
    this.#cited += 1
    const unknown = ids.find((id) => !this.#rule.sources.some((source) => source.id === id))
    return unknown === undefined
      ? undefined
      : `There is no source [${unknown}]. These are there: ${this.#rule.marks}.`
  }

  #lookAtQuote({ text, ids }: Citation & { type: 'quote' }): string | undefined {
    const { sources } = this.#rule
    const meant = ids.length === 0 ? sources : sources.filter(({ id }) => ids.includes(id))
    if (meant.some((source) => quoteIn(source.text, text))) return undefined
    const where =
      ids.length === 0 ? 'in none of the sources' : `not in ${ids.map((id) => `[${id}]`).join(', ')}`
    return `This quotation is ${where} word for word: ${JSON.stringify(text)}`
  }

  /** A mark after the full stop is at the beginning of what follows. */
  #isCited(sentence: string, next: string | undefined): boolean {
    const own = sentence.replace(/^(?:\[[^[\]]*\]\s*)+/, '')
    return (
      this.#hasMark(own) ||
      /^\p{P}*$/u.test(own) ||
      this.#hasMark(/^(?:\[[^[\]]*\]\s*)+/.exec(next ?? '')?.[0] ?? '')
    )
  }

  #hasMark(text: string): boolean {
    const reader = new CitationReader(
      new Set(this.#rule.sources.map(({ id }) => id)),
      Number.POSITIVE_INFINITY,
    )
    return [...reader.push(text), ...reader.end()].some(({ type }) => type === 'mark')
  }
}
