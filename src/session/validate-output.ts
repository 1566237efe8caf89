import { startDeadline } from '../call/deadline.ts'
import type { Context } from '../core/context.ts'
import { Message } from '../components/message.ts'
import { SimpleContext } from '../context/simple-context.ts'
import { textMessage } from '../core/message.ts'
import { OptionError } from '../core/errors.ts'
import { Ledger } from '../core/ledger.ts'
import type { RequirementLike } from '../core/requirement.ts'
import { toRequirements } from '../core/to-requirement.ts'
import { checkText } from '../sampling/check-text.ts'
import type { ValidateOptions } from './call-options.ts'
import type { Conversation } from './conversation.ts'
import { judgeOf, settingsOf, type SessionSide } from './prepare-call.ts'
import { validationReport, type ValidationReport } from './validation-report.ts'

/** A conversation, and its last output when it was asked. */
export interface ValidatedPlace {
  readonly conversation: Conversation
  readonly lastOutput: Context['lastOutput']
}

/** Checks a text, or the last output, against requirements. @throws OptionError when there is nothing to check. */
export async function validateOutput<T>(
  side: SessionSide,
  { conversation, lastOutput: last }: ValidatedPlace,
  requirements: RequirementLike<T> | readonly RequirementLike<T>[],
  options: ValidateOptions<object>,
): Promise<ValidationReport> {
  const text = options.output ?? last?.text
  if (text === undefined)
    throw new OptionError(
      'validate(): the conversation has no output yet. Give the text: m.validate(requirements, { output }).',
    )
  const value = options.output === undefined ? last?.value : text
  const ledger = new Ledger(conversation.ledger)
  const settings = settingsOf(side, options)
  const scope = conversation.scope(options.signal)
  const stopClock = startDeadline(settings, scope)
  try {
    const validations = await checkText({
      text,
      value: value as T,
      requirements: toRequirements(isMany(requirements) ? requirements : [requirements]),
      action: new Message('user', 'Write a text.'),
      context: new SimpleContext().add({ messages: [textMessage('assistant', text)] }),
      backend: side.backend,
      optionLayers: [...side.optionLayers, options.modelOptions],
      settings,
      ledger,
      scope,
      compile: options.compile ?? side.defaults.compile,
      judge: judgeOf(side, options),
    })
    return validationReport(validations, ledger.totals())
  } finally {
    stopClock()
    scope.unlink()
  }
}

/** A pair is one requirement; any other list is many. */
function isMany<T>(
  likes: RequirementLike<T> | readonly RequirementLike<T>[],
): likes is readonly RequirementLike<T>[] {
  if (!Array.isArray(likes)) return false
  return !(likes.length === 2 && typeof likes[0] === 'string' && typeof likes[1] === 'function')
}
