import type { Receipt } from '../../core/backend.ts'
import type { JsonObject } from '../../core/json.ts'
import { toAnthropicSchema } from './anthropic-schema.ts'
import { claudeVersion } from './claude-version.ts'
import type { WarningList } from './warnings.ts'

/** The tool that stands for an answer with a schema. */
export const ANSWER_TOOL = 'json_answer'

/** What a request says of the shape of its answer. */
export interface AnthropicFormat {
  /** Of `output_config`. */
  readonly format?: object
  /** Members of the body. */
  readonly members?: { readonly tools: readonly object[]; readonly tool_choice: object }
  /** What the model is told instead. */
  readonly told?: string
  readonly receipt: Receipt['schema']
}

/**
 * Claude since 4.5 is held to a schema; others are given a tool that has to be called, and whose arguments are the answer. Beside
 * thinking, or other tools, a call cannot be demanded: the schema is shown.
 */
export function anthropicFormat(
  schema: JsonObject | undefined,
  { modelId, free }: { readonly modelId: string; readonly free: boolean },
  warnings: WarningList,
): AnthropicFormat {
  if (!schema) return { receipt: 'none' }
  const version = claudeVersion(modelId)
  const enforced = version !== undefined && version >= 4.5 ? toAnthropicSchema(schema) : undefined
  if (enforced) {
    const { dropped } = enforced
    if (dropped.length > 0)
      warnings.unsupported('format', `Anthropic does not enforce ${dropped.join(', ')}: checked after.`)
    return {
      format: { type: 'json_schema', schema: enforced.schema },
      receipt: dropped.length === 0 ? 'enforced' : 'requested',
    }
  }
  // later ones think unasked
  if (free && (version ?? 0) < 5 && schema['type'] === 'object') {
    const tool = { name: ANSWER_TOOL, description: 'Gives the answer.', input_schema: schema }
    const members = { tools: [tool], tool_choice: { type: 'tool', name: ANSWER_TOOL } }
    return { members, receipt: 'requested' }
  }
  warnings.unsupported('format', 'This schema was only shown to the model: checked after.')
  const told = `Answer with JSON alone, that fits this JSON Schema:\n${JSON.stringify(schema)}`
  return { told, receipt: 'requested' }
}
