import { OptionError } from '../../core/errors.ts'
import type { CheckRequest, Requirement, ValidationResult } from '../../core/requirement.ts'
import { fence } from '../../util/fence.ts'
import { shown } from '../../util/shown.ts'
import { askYesNo } from '../ask-yes-no.ts'
import { SentenceReader } from '../text/sentence-reader.ts'
import { WordReader } from '../text/word-reader.ts'
import { lexicalFault, vocabularyOf, type LexicalRule } from './lexical-fault.ts'
import { shownSources, sourcesOf, type SourceDocuments } from './source-documents.ts'

export interface GroundedOptions {
  /**
   * A cheap look at the words before the judge is asked, by which a sentence may fail: whether a number in it is in no
   * document. @default false
   */
  readonly numbers?: boolean | undefined
  /**
   * And how many of its longer words must be in the documents, from 0 to 1. Not for answers in another language than theirs.
   * @default 0
   */
  readonly minOverlap?: number | undefined
}

/**
 * Everything that the answer says is backed by these documents. A judge is asked about one sentence at a time, with the
 * documents and the whole answer before it; sentences of fewer than three words are left out. The reason names every
 * sentence that is not backed. One that has no verdict leaves the requirement without one.
 *
 * It costs a call for each sentence, at once; their prompts begin with the same words, so servers that reuse prefixes
 * read the documents once. Documents must fit the judge's window. They are not put into the prompt of the answer: that is yours to do.
 *
 * @example
 * import { grounded } from 'mellea/requirements'
 * const faithful = grounded(['The bridge was opened in 1932.', { id: 'tolls', text: 'Crossing is free.' }], { numbers: true })
 */
export function grounded(
  documents: SourceDocuments,
  { numbers = false, minOverlap = 0 }: GroundedOptions = {},
): Requirement<unknown> {
  const sources = sourcesOf(documents, 'grounded()')
  if (typeof minOverlap !== 'number' || !(minOverlap >= 0 && minOverlap <= 1))
    throw new OptionError(`grounded(): \`minOverlap\` is a number from 0 to 1, got ${shown(minOverlap)}.`)
  const rule: LexicalRule = { numbers, minOverlap, vocabulary: vocabularyOf(sources.map(({ text }) => text)) }
  const shownDocuments = shownSources(sources)
  return {
    description: 'Say only what the sources say.',
    cost: 'judge',
    async validate(_value, request: CheckRequest): Promise<ValidationResult> {
      const sentences = claimsIn(request.text)
      const cheap = sentences.map((sentence) => lexicalFault(sentence, rule))
      // it has failed already: a judge would only add to it
      if (cheap.some((fault) => fault !== undefined)) return verdictOn(sentences, cheap)
      const matter = [`Sources:\n${shownDocuments}`, `Answer:\n${fence('answer', request.text)}`]
      const faults = await Promise.all(sentences.map((sentence) => judgedFault(sentence, matter, request)))
      return verdictOn(sentences, faults)
    },
  }
}

/** Why a sentence is not backed; nothing when it is, null when there is no verdict. */
type Fault = string | undefined | null

async function judgedFault(
  sentence: string,
  matter: readonly string[],
  request: CheckRequest,
): Promise<Fault> {
  const verdict = await askYesNo(
    {
      kind: 'grounding',
      matter: [...matter, `A sentence of the answer:\n${fence('sentence', sentence)}`],
      question:
        'Do the sources say everything that this sentence claims? A sentence that claims nothing counts as yes.',
    },
    (question) => request.ask(question),
  )
  if (!verdict) return null
  return verdict.isYes ? undefined : verdict.why
}

function verdictOn(sentences: readonly string[], faults: readonly Fault[]): ValidationResult {
  const unbacked = sentences.flatMap((sentence, index) => {
    const fault = faults[index]
    return typeof fault === 'string' ? [`* ${sentence}${fault === '' ? '' : ` (${fault})`}`] : []
  })
  if (unbacked.length > 0)
    return {
      status: 'fail',
      reason: `The sources do not back ${unbacked.length} of ${sentences.length} sentences:\n${unbacked.join('\n')}`,
    }
  const open = sentences.find((_, index) => faults[index] === null)
  if (open !== undefined) return { status: 'unknown', reason: `The judge gave no verdict on: ${open}` }
  return { status: 'pass' }
}

function claimsIn(text: string): readonly string[] {
  const reader = new SentenceReader()
  return [...reader.push(text), ...reader.end()].filter((sentence) => {
    const words = new WordReader()
    return [...words.push(sentence), ...words.end()].length >= 3
  })
}
