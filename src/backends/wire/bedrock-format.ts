import type { Receipt } from '../../core/backend.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { isObject } from '../../core/schema-shape.ts'
import { toStrictSchema } from './openai-schema.ts'
import type { WarningList } from './warnings.ts'

/** The tool that stands for an answer with a schema. */
export const ANSWER_TOOL = 'json_answer'

/** What a request says of the shape of its answer. */
export interface BedrockFormat {
  readonly way: 'enforced' | 'tool' | 'shown' | 'none'
  /** Members of the body. */
  readonly members: { readonly [member: string]: unknown }
  /** What the model is told instead. */
  readonly told?: string
  readonly receipt: Receipt['schema']
}

/** Keywords that Claude's dialect of schemas refuses. Source: https://docs.claude.com/en/docs/build-with-claude/structured-outputs */
const refused =
  /^(minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf|minItems|maxItems|pattern|\$ref|\$defs|definitions)$/

/** Models that are held to a schema, also while they think; others are given a tool. */
export function isHeldToSchema(modelId: string): boolean {
  return /claude-(opus|sonnet|haiku)-(4-[5-9]|[5-9])/.test(modelId)
}

/**
 * Newer models of Claude are held to a schema; others are given a tool that has to be called, and whose arguments are the answer. Beside
 * thinking, or other tools, a call cannot be demanded: the schema is shown.
 */
export function bedrockFormat(
  schema: JsonObject | undefined,
  { modelId, free }: { readonly modelId: string; readonly free: boolean },
  warnings: WarningList,
): BedrockFormat {
  if (!schema) return { way: 'none', members: {}, receipt: 'none' }
  const enforced = isHeldToSchema(modelId) ? enforceable(schema) : undefined
  if (enforced) {
    const jsonSchema = { name: 'answer', schema: JSON.stringify(enforced) }
    const textFormat = { type: 'json_schema', structure: { jsonSchema } }
    return { way: 'enforced', members: { outputConfig: { textFormat } }, receipt: 'enforced' }
  }
  if (free) {
    const toolSpec = { name: ANSWER_TOOL, description: 'Gives the answer.', inputSchema: { json: schema } }
    const toolConfig = { tools: [{ toolSpec }], toolChoice: { tool: { name: ANSWER_TOOL } } }
    return { way: 'tool', members: { toolConfig }, receipt: 'requested' }
  }
  warnings.unsupported(
    'format',
    'Beside thinking or tools the schema was only shown to the model: checked after.',
  )
  const told = `Answer with JSON alone, that fits this JSON Schema:\n${JSON.stringify(schema)}`
  return { way: 'shown', members: {}, told, receipt: 'requested' }
}

/** The schema as these models take it; nothing where their dialect does not have all of it. */
function enforceable(schema: JsonObject): JsonObject | undefined {
  const { schema: shape, strict, dropped } = toStrictSchema(schema)
  return strict && dropped.length === 0 && !says(shape) ? shape : undefined
}

function says(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some((each: Json) => says(each))
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([key, each]) =>
      refused.test(key) ||
      (key === 'properties' && isObject(each) ? Object.values(each).some(says) : says(each)),
  )
}
