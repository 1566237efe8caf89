import type { RunnableToolCall, ToolCall } from '../../core/model-output.ts'
import { OptionError } from '../../core/errors.ts'
import type { Requirement } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { callsIn, toolName, whatWasCalled } from './calls-in.ts'
import type { ToolCheckOptions } from './uses-tool.ts'

/** Looks at the arguments of one call: true passes; false, or a text (the reason), fails. */
export type ArgumentsCheck<A> = (args: A, call: ToolCall) => boolean | string

/** A tool, with what its arguments are if it says so. */
export interface TypedTool<A> {
  readonly name: string
  readonly '~call'?: RunnableToolCall<string, A>
}

/** Arguments by name, whose types nobody vouches for. */
export type UntypedArguments = { readonly [name: string]: unknown }

/**
 * Every call of the tool has arguments that pass a check, and there is one at least. Arguments that are no JSON object fail by
 * themselves. They have the types of the tool that you give; under a mere name `A` is your word for what they are.
 *
 * Without `description` it is checked and not shown to the model; a rejected answer is told the reason all the same.
 *
 * @throws OptionError for a tool without a name, and for what is no function.
 *
 * @example
 * import { toolArgValidator } from 'mellea/requirements'
 * const near = toolArgValidator('getWeather', ({ days }: { days: number }) => days <= 7 || 'at most 7 days')
 */
export function toolArgValidator<A = UntypedArguments>(
  tool: string | TypedTool<A>,
  check: ArgumentsCheck<A>,
  { description, checkOnly = description === undefined }: ToolCheckOptions = {},
): Requirement<unknown> {
  const name = toolName('toolArgValidator', tool)
  if (typeof check !== 'function')
    throw new OptionError(
      `toolArgValidator(): give a function that looks at the arguments, got ${shown(check)}.`,
    )
  return {
    description: description ?? `Check the arguments of ${name}.`,
    checkOnly,
    validate(_, request) {
      const all = callsIn(request)
      const calls = all.filter((call) => call.name === name)
      if (calls.length === 0) return `The tool ${name} has to be called. ${whatWasCalled(all)}`
      return calls.map((call) => verdictOn(call, check)).find((verdict) => verdict !== true) ?? true
    },
  }
}

function verdictOn<A>(call: ToolCall, check: ArgumentsCheck<A>): true | string {
  const { name, args } = call
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return `The arguments of ${name} are no JSON object: ${shown(args)}.`
  // the caller vouches for what they are
  const said = check(args as A, call)
  if (said === true) return true
  return `The arguments of ${name} are wrong: ${typeof said === 'string' ? said : shown(args)}`
}
