import type { Component, RenderScope } from '../core/component.ts'
import { textOf } from '../core/message.ts'
import type { JsonObject } from '../core/json.ts'
import type { CheckRequest, ValidationResult } from '../core/requirement.ts'
import { fence } from '../util/fence.ts'

type Judged = Pick<CheckRequest, 'text' | 'action'>

/**
 * A question to a judge: does this output do what is required? What all judges of one output share comes first, so that its prefix can be reused.
 *
 * The wording belongs to edition `mellea/1`.
 */
export function judgement(requirement: string, judged: Judged): Component<ValidationResult> {
  const ending =
    'Begin your reply with the word yes or the word no. After a no, say in one sentence what is wrong.'
  return {
    ...asking(requirement, judged, ending),
    decode: ({ text: reply }) => readVerdict(reply, requirement),
    // a small model may not know where to stop, and what begins with neither word will not become a verdict
    enough: (reply) =>
      reply.length > 600 || (reply.length > 40 && readVerdict(reply, requirement).status === 'unknown'),
  }
}

/** The same question to a judge that gave no verdict: the answer is a form with room for little else. */
export function formalJudgement(requirement: string, judged: Judged): Component<ValidationResult> {
  return {
    ...asking(
      requirement,
      judged,
      'Answer with the verdict, yes or no, and the reason in one short sentence.',
    ),
    schema: verdictSchema,
    decode: ({ text: reply }) => readForm(reply, requirement),
    enough: (reply) => reply.length > 600,
  }
}

const verdictSchema: JsonObject = {
  type: 'object',
  properties: {
    verdict: { type: 'string', enum: ['yes', 'no'] },
    reason: { type: 'string', maxLength: 200 },
  },
  required: ['verdict', 'reason'],
  additionalProperties: false,
}

function asking(requirement: string, { text, action }: Judged, ending: string): Component<ValidationResult> {
  const question = `Does the output meet this requirement?\n\n${fence('requirement', requirement)}\n\n${ending}`
  return {
    kind: 'judgement',
    parts: () => action.parts?.() ?? [],
    render: (scope) => [taskText(action, scope), fence('output', text), question].join('\n\n'),
  }
}

/** A form that was not filled in as asked may still be readable as a plain reply. */
function readForm(reply: string, requirement: string): ValidationResult {
  const [, verdict] = /"verdict"\s*:\s*"(yes|no)"/i.exec(reply) ?? []
  if (!verdict) return readVerdict(reply, requirement)
  const [, reason = ''] = /"reason"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(reply) ?? []
  return readVerdict(`${verdict}, ${reason}`, requirement)
}

function taskText(action: Component<unknown>, scope: RenderScope): string {
  const content = action.render(scope)
  const task = typeof content === 'string' ? content : textOf({ parts: content })
  return `You check the work of a writer. This was the task:\n\n${fence('task', task)}\n\nThis is what the writer produced:`
}

/** The first word decides, white space and marks before it aside; a reply that begins otherwise is no verdict. */
export function readVerdict(reply: string, requirement: string): ValidationResult {
  const [, word, rest = ''] =
    /^[^\p{L}\p{N}]*(yes|no|y|n)(?!_?[\p{L}\p{N}])[^\p{L}\p{N}]*([\s\S]*)$/iu.exec(reply) ?? []
  if (!word)
    return { status: 'unknown', reason: `The judge gave no verdict: "${reply.slice(0, 200).trim()}"` }
  const why = rest.trim()
  if (word.toLowerCase().startsWith('y')) return { status: 'pass', ...(why && { reason: why }) }
  return { status: 'fail', reason: why ? `${requirement} (${why})` : requirement }
}
