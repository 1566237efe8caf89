import { OptionError } from '../../core/errors.ts'
import type { ToolCall } from '../../core/model-output.ts'
import type { CheckRequest } from '../../core/requirement.ts'
import { toolCallsOf } from '../../core/tool-call-of.ts'
import { shown } from '../../util/shown.ts'

/** A tool, or its name. */
export type NamedTool = string | { readonly name: string }

/** @throws OptionError for what has no name. */
export function toolName(factory: string, tool: NamedTool): string {
  const name: unknown = typeof tool === 'string' ? tool : Object(tool).name
  if (typeof name === 'string' && name !== '') return name
  throw new OptionError(`${factory}(): give a tool or its name, got ${shown(tool)}.`)
}

/** What the answer called, in its order. */
export function callsIn({
  context,
  toolCalls,
}: Pick<CheckRequest, 'context' | 'toolCalls'>): readonly ToolCall[] {
  if (toolCalls) return toolCalls
  const answer = context.messages.findLast(({ role }) => role === 'assistant')
  return answer ? toolCallsOf(answer) : []
}

/** "It called no tool." or "It called search and open." */
export function whatWasCalled(calls: readonly ToolCall[]): string {
  const names = [...new Set(calls.map(({ name }) => name))]
  return names.length === 0 ? 'It called no tool.' : `It called ${names.join(', ')}.`
}
