import type { Requirement } from '../../core/requirement.ts'
import { callsIn, toolName, whatWasCalled, type NamedTool } from './calls-in.ts'

export interface ToolCheckOptions {
  /** What the model is told. @default made of the names */
  readonly description?: string | undefined
  /** Checked, but never shown to the model. @default false */
  readonly checkOnly?: boolean | undefined
}

/**
 * The answer calls the tool, once or more often, whatever else it says or calls. A rejected answer is told what it called instead.
 *
 * @throws OptionError for a tool without a name.
 *
 * @example
 * import { usesTool } from 'mellea/requirements'
 * const looksUp = usesTool('getWeather')
 */
export function usesTool(
  tool: NamedTool,
  { description, checkOnly = false }: ToolCheckOptions = {},
): Requirement<unknown> {
  const name = toolName('usesTool', tool)
  return {
    description: description ?? `Call the tool ${name}.`,
    checkOnly,
    validate(_, request) {
      const calls = callsIn(request)
      return calls.some((call) => call.name === name) || whatWasCalled(calls)
    },
  }
}
