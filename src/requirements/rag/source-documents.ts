import { OptionError } from '../../core/errors.ts'
import { fence } from '../../util/fence.ts'
import { shown } from '../../util/shown.ts'

/** A text that an answer is to be held to. */
export interface SourceDocument {
  readonly text: string
  /** The mark by which it is cited, without white space and brackets. @default its number, from 1 */
  readonly id?: string | undefined
  readonly title?: string | undefined
}

/** Texts alone, or with their ids and titles. */
export type SourceDocuments = readonly (string | SourceDocument)[]

/** A document with its id. */
export interface Source {
  readonly id: string
  readonly title: string | undefined
  readonly text: string
}

/** @throws OptionError for none, for one without text, and for ids that are taken or cannot be marks */
export function sourcesOf(documents: SourceDocuments, who: string): readonly Source[] {
  if (!Array.isArray(documents) || documents.length === 0)
    throw new OptionError(`${who}: give a list of at least one document, got ${shown(documents)}.`)
  const seen = new Set<string>()
  return (documents as SourceDocuments).map((document, index) => {
    const given: SourceDocument = typeof document === 'string' ? { text: document } : document
    if (typeof given?.text !== 'string' || given.text.trim() === '')
      throw new OptionError(`${who}: document ${index + 1} has no text, got ${shown(document)}.`)
    const id = given.id ?? String(index + 1)
    if (typeof id !== 'string' || !/^[^\s[\],;]+$/.test(id) || seen.has(id))
      throw new OptionError(
        `${who}: an id is a word without brackets and commas that no other document has, got ${shown(id)}.`,
      )
    seen.add(id)
    return { id, title: given.title, text: given.text }
  })
}

/** Documents as a model is shown them. */
export function shownSources(sources: readonly Source[]): string {
  return sources
    .map(({ id, title, text }) => fence('source', text, { id, ...(title !== undefined && { title }) }))
    .join('\n')
}
