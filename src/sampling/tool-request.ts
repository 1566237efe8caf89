import { gateOf } from '../call/backend-gate.ts'
import type { Backend, Capabilities, GenerateRequest } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { WireMessage } from '../core/message.ts'
import type { AnyTool } from '../core/tool.ts'
import { closeCalls } from '../tools/close-calls.ts'
import { offerTools, type ToolOptions } from '../tools/offer-tools.ts'
import type { Generation } from './generate.ts'

/** What a generation offers, and whether its schema has to be said in words beside it. */
export interface ToolRequest {
  readonly own: readonly AnyTool[]
  readonly wire: Pick<GenerateRequest, 'tools' | 'toolChoice'>
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
  const can: Pick<Capabilities, 'tools' | 'schemaWithTools'> = isAsked
    ? await gateOf(backend).capabilities(scope.signal)
    : { tools: false }
  const offered = offerTools({ tools, toolChoice }, backend, can)
  if (!offered.tools) return undefined
  if (schema && !inLoop)
    throw new OptionError(
      '`format` and `tools`: an answer that calls a tool has no value of the format. Give `toolLoop`, so that tools are run until the answer comes; or leave one of them out (`tools: []`).',
    )
  const { own, tools: wired } = offered
  const isApart = schema !== undefined && can.schemaWithTools === false
  // several servers refuse a schema beside tools, whatever they may choose
  if (isApart && mustAnswer) return { own, wire: {}, schemaInWords: false }
  // what had to be called was called in the first step
  const choice = mustAnswer ? 'none' : isDemand && said?.length ? undefined : offered.toolChoice
  const wire = { tools: wired, ...(choice !== undefined && { toolChoice: choice }) }
  return { own, wire, schemaInWords: isApart }
}

/** Every call has its result: providers refuse a conversation in which one has none. */
export function closed(messages: readonly WireMessage[]): readonly WireMessage[] {
  return closeCalls(messages)
}
