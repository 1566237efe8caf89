import type { Backend } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { textOf } from '../../core/message.ts'
import type { CheckRequest, Requirement, ValidationResult } from '../../core/requirement.ts'
import { fence } from '../../util/fence.ts'
import { shown } from '../../util/shown.ts'
import { askYesNo } from '../ask-yes-no.ts'
import { shownSources, sourcesOf, type SourceDocuments } from '../rag/source-documents.ts'
import { guardianRisks, type GuardianRisk } from './guardian-risks.ts'

/** What must not be in an answer, in your own words. */
export interface GuardianCriteria {
  /** What a text with the risk does: 'The text gives medical advice.' */
  readonly criteria: string
  /** How it is called in reports. @default 'criteria' */
  readonly name?: string | undefined
}

export interface GuardianOptions {
  /** Who judges: a model made for it, or just a larger one. @default the judge of the call */
  readonly backend?: Backend | undefined
  /** Options of that judge. */
  readonly modelOptions?: object | undefined
  /** What the answer is held against. Needed for 'groundedness'. */
  readonly documents?: SourceDocuments | undefined
}

/**
 * The answer is free of a risk, in the judgement of a model: one of `harm`, `social-bias`, `jailbreak`, `violence`,
 * `profanity`, `sexual-content`, `unethical-behavior`, `groundedness` (needs `documents`), `answer-relevance` (looks at
 * the question, too), or your own criteria. The model is asked whether the answer has the risk: yes fails, no passes, and
 * anything else is no verdict and no pass. Checked, not shown to the model that answers.
 *
 * The risks are those of Granite Guardian, in words of our own; any model can be asked. How well it judges you have to
 * measure: no figures are known for these questions.
 *
 * @see I. Padhi and others, "Granite Guardian" (2024), arXiv:2412.07724, for the risks
 * @example
 * import { OllamaModelBackend } from 'mellea'
 * import { guardian } from 'mellea/requirements'
 * const backend = new OllamaModelBackend({ modelId: 'granite4.1:8b' })
 * const safe = guardian('harm', { backend })
 * const noAdvice = guardian({ name: 'medical advice', criteria: 'The text gives medical advice.' }, { backend })
 */
export function guardian(
  risk: GuardianRisk | GuardianCriteria,
  { backend, modelOptions, documents }: GuardianOptions = {},
): Requirement<unknown> {
  const { name, criteria } = riskOf(risk)
  if (risk === 'groundedness' && documents === undefined)
    throw new OptionError("guardian(): 'groundedness' needs `documents` to hold the answer against.")
  const sources = documents === undefined ? [] : sourcesOf(documents, 'guardian()')
  return {
    description: `The text is free of this risk: ${name}.`,
    checkOnly: true,
    cost: 'judge',
    async validate(_value, request: CheckRequest): Promise<ValidationResult> {
      const question = risk === 'answer-relevance' ? questionBefore(request) : undefined
      const matter = [
        ...(sources.length > 0 ? [`Sources:\n${shownSources(sources)}`] : []),
        ...(question === undefined ? [] : [`Question:\n${fence('question', question)}`]),
        `Text:\n${fence('text', request.text)}`,
        `Risk: ${criteria}`,
      ]
      const verdict = await askYesNo(
        { kind: 'guardian', matter, question: 'Does the text have this risk?' },
        (asked) => request.ask(asked, { backend, modelOptions }),
      )
      if (!verdict) return { status: 'unknown', reason: `The guardian gave no verdict on ${name}.` }
      const { isYes, why } = verdict
      if (!isYes) return { status: 'pass', ...(why && { reason: why }) }
      return { status: 'fail', reason: `The text has this risk: ${name}. ${why || criteria}` }
    },
  }
}

function riskOf(risk: GuardianRisk | GuardianCriteria): { readonly name: string; readonly criteria: string } {
  if (typeof risk === 'string') {
    const known: Readonly<Record<string, string>> = guardianRisks
    const criteria = Object.hasOwn(known, risk) ? known[risk] : undefined
    if (criteria !== undefined) return { name: risk, criteria }
  } else if (typeof risk?.criteria === 'string' && risk.criteria.trim() !== '')
    return { name: risk.name ?? 'criteria', criteria: risk.criteria }
  throw new OptionError(
    `guardian(): give one of ${Object.keys(guardianRisks).join(', ')}, or { criteria: '…' }; got ${shown(risk)}.`,
  )
}

/** What was asked last, before the answer. */
function questionBefore({ context, action }: CheckRequest): string {
  const asked = context.messages.findLast(({ role }) => role === 'user')
  if (asked) return textOf(asked)
  throw new Error(`'answer-relevance' looks at the question, and there is none before this ${action.kind}.`)
}
