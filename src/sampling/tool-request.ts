import { gateOf } from '../call/backend-gate.ts'
import type { Backend } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { WireMessage } from '../core/message.ts'
import { closeCalls } from '../tools/close-calls.ts'
import { offerTools, type OfferedTools, type ToolOptions } from '../tools/offer-tools.ts'
import type { Generation } from './generate.ts'

/** What a generation offers, and whether its schema has to be said in words beside it. */
export interface ToolRequest extends OfferedTools {
  readonly schemaInWords: boolean
}

/** Steps on the way to an answer are offered nothing. @throws OptionError for tools that cannot be offered so. */
export async function toolRequest(
  { purpose, said, mustAnswer, schema, inLoop, scope }: Generation<unknown>,
  backend: Backend,
  { tools, toolChoice }: ToolOptions,
): Promise<ToolRequest | undefined> {
  if (purpose === 'thinking' || purpose === 'patch') return undefined
  const isDemand = toolChoice === 'required' || (typeof toolChoice === 'object' && toolChoice !== null)
  const isAsked = Array.isArray(tools) && tools.length > 0
  const can = isAsked ? await gateOf(backend).capabilities(scope.signal) : { tools: false }
  const offered = offerTools({ tools, toolChoice }, backend, can)
  if (!offered.tools) return undefined
  if (schema && !inLoop)
    throw new OptionError(
      '`format` and `tools`: an answer that calls a tool has no value of the format. Give `toolLoop`, so that tools are run until the answer comes; or leave one of them out (`tools: []`).',
    )
  // what had to be called was called in the first step
  const choice = mustAnswer ? 'none' : isDemand && said?.length ? undefined : offered.toolChoice
  const { toolChoice: _, ...rest } = offered
  return {
    ...rest,
    ...(choice !== undefined && { toolChoice: choice }),
    schemaInWords: schema !== undefined && !mustAnswer && 'schema' in can && can.schemaWithTools === false,
  }
}

/** Every call has its result: providers refuse a conversation in which one has none. */
export function closed(messages: readonly WireMessage[]): readonly WireMessage[] {
  return closeCalls(messages)
}
