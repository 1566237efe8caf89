import type { GenerateRequest, WireTool } from '../../core/backend.ts'
import { STATE } from './anthropic-messages.ts'
import { claudeVersion } from './claude-version.ts'
import type { WarningList } from './warnings.ts'

/** The members of a body that speak of tools. */
export interface AnthropicTools {
  readonly tools?: readonly object[]
  readonly tool_choice?: object
}

/** Who may call, and whether it was told to think. */
interface Caller {
  readonly modelId: string
  readonly thinks: boolean
}

export function anthropicTools(
  { tools = [], toolChoice, options }: GenerateRequest,
  { modelId, thinks }: Caller,
  warnings: WarningList,
): AnthropicTools {
  const all = tools.flatMap((tool) => toTool(tool, warnings))
  if (all.length === 0) return {}
  const isForced = toolChoice === 'required' || typeof toolChoice === 'object'
  const isDeaf = isForced && (thinks || refusesDemands(modelId))
  if (isDeaf)
    warnings.unsupported(
      'toolChoice',
      `"${modelId}" cannot be made to call a tool${thinks ? ' while it thinks' : ''}: it may choose.`,
    )
  const choice = isDeaf ? { type: 'auto' } : toChoice(toolChoice)
  const single = options['disable_parallel_tool_use'] === true && toolChoice !== 'none'
  if (single) return { tools: all, tool_choice: { type: 'auto', ...choice, disable_parallel_tool_use: true } }
  return { tools: all, ...(choice && { tool_choice: choice }) }
}

/** Source: https://platform.claude.com/docs/en/models/opus-5-5/whats-new-opus-5-5 */
function refusesDemands(modelId: string): boolean {
  return (claudeVersion(modelId) ?? 0) > 5 && !modelId.includes('haiku')
}

function toChoice(choice: GenerateRequest['toolChoice']): object | undefined {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name }
  if (choice === 'required') return { type: 'any' }
  return choice === 'none' ? { type: 'none' } : undefined
}

/** A tool of Anthropic's own is named by its edition: `'anthropic.web_search_20250305'`. */
function toTool(tool: WireTool, warnings: WarningList): readonly object[] {
  if (tool.type === 'function') {
    const { name, description, schema } = tool
    // what has no members is still an object
    return [{ name, ...(description && { description }), input_schema: { type: 'object', ...schema } }]
  }
  const [provider, edition] = tool.id.split('.')
  if (provider === STATE && edition) return [{ ...Object(tool.config), type: edition, name: tool.name }]
  warnings.unsupported('tools', `Anthropic does not run "${tool.id}": the tool was left out.`)
  return []
}
