import type { Component } from '../core/component.ts'
import type { CheckRequest, ValidationResult } from '../core/requirement.ts'
import { fence } from '../util/fence.ts'
import { readYesNo, readYesNoForm, yesNoForm, type YesNo } from './read-yes-no.ts'

type Judged = Pick<CheckRequest, 'text'>

// short on purpose: with the task before the output, or with more words about the reply, models of 0.5 and 1.5 billion
// parameters fell from 9 and 11 right verdicts of 12 to a coin's 6
const opening = 'Please check if the output meets the requirement.\n\nOutput:'

/**
 * A question to a judge: does this output do what is required? What all judges of one output share comes first, so that its prefix can be reused.
 *
 * The wording belongs to edition `mellea/1`.
 */
export function judgement(requirement: string, judged: Judged): Component<ValidationResult> {
  const ending = 'Answer with yes or no, then give the reason.'
  return {
    ...asking(requirement, judged, ending),
    decode: ({ text: reply }) => toResult(readYesNo(reply), requirement, reply),
    // a small model may not know where to stop, and what begins with neither word will not become a verdict
    enough: (reply) => reply.length > 600 || (reply.length > 40 && readYesNo(reply) === undefined),
  }
}

/** The same question to a judge that gave no verdict: the answer is a form with room for little else. */
export function formalJudgement(requirement: string, judged: Judged): Component<ValidationResult> {
  return {
    ...asking(requirement, judged, 'Answer with the verdict, yes or no, and the reason.'),
    schema: yesNoForm,
    decode: ({ text: reply }) => toResult(readYesNoForm(reply), requirement, reply),
    enough: (reply) => reply.length > 600,
  }
}

function asking(requirement: string, { text }: Judged, ending: string): Component<ValidationResult> {
  const question = `Does the output meet the requirement? ${ending}`
  return {
    kind: 'judgement',
    render: () => [opening, fence('output', text), `Requirement: ${requirement}`, question].join('\n\n'),
  }
}

function toResult(read: YesNo | undefined, requirement: string, reply: string): ValidationResult {
  if (!read)
    return { status: 'unknown', reason: `The judge gave no verdict: "${reply.slice(0, 200).trim()}"` }
  const { isYes, why } = read
  if (isYes) return { status: 'pass', ...(why && { reason: why }) }
  return { status: 'fail', reason: why ? `${requirement} (${why})` : requirement }
}
