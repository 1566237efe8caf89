import type { Component, RenderScope } from '../core/component.ts'
import { textOf } from '../core/message.ts'
import type { CheckRequest, ValidationResult } from '../core/requirement.ts'
import { fence } from '../util/fence.ts'

/**
 * A question to a judge: does this output do what is required? What all judges of one output share comes first, so that its prefix can be reused.
 *
 * The wording belongs to edition `mellea/1`.
 */
export function judgement(
  requirement: string,
  { text, action }: Pick<CheckRequest, 'text' | 'action'>,
): Component<ValidationResult> {
  return {
    kind: 'judgement',
    parts: () => action.parts?.() ?? [],
    render: (scope) => [taskText(action, scope), fence('output', text), question(requirement)].join('\n\n'),
    decode: ({ text: reply }) => readVerdict(reply, requirement),
  }
}

function taskText(action: Component<unknown>, scope: RenderScope): string {
  const content = action.render(scope)
  const task = typeof content === 'string' ? content : textOf({ parts: content })
  return `You check the work of a writer. This was the task:\n\n${fence('task', task)}\n\nThis is what the writer produced:`
}

function question(requirement: string): string {
  return `Does the output meet this requirement?\n\n${fence('requirement', requirement)}\n\nBegin your reply with the word yes or the word no. After a no, say in one sentence what is wrong.`
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
