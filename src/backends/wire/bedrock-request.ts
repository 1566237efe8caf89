import type { GenerateRequest, WireTool } from '../../core/backend.ts'
import type { WireMessage } from '../../core/message.ts'
import { bedrockFormat } from './bedrock-format.ts'
import { toBedrockConversation } from './bedrock-messages.ts'
import { bedrockThinking } from './bedrock-thinking.ts'
import type { EncodedRequest } from './encoded-request.ts'
import { mergeBody } from './merge-body.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

const inference: { readonly [option: string]: string } = {
  maxNewTokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  stopSequences: 'stopSequences',
}

/** Said elsewhere in the request, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  'thinking',
  'topK',
  'extraBody',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
  'additional_model_request_fields',
  'additional_model_response_field_paths',
])

/**
 * The body of Bedrock's Converse. An option that it has no field for goes to the model itself, as LiteLLM does it.
 *
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function bedrockRequest(request: GenerateRequest, modelId: string): EncodedRequest {
  refuseAdapter(request, 'Converse')
  const warnings = warningList()
  if (request.prefill)
    warnings.unsupported('prefill', 'Converse cannot continue a text: the model started a new one.')
  if ((request.candidates ?? 1) > 1)
    warnings.unsupported('candidates', 'Converse gives one answer to one request.')
  const { options, schema } = request
  const thinking = thinkingFields(options['thinking'], modelId, warnings)
  const on = thinking !== undefined && options['thinking'] !== false && options['thinking'] !== 'none'
  const format = bedrockFormat(schema, { modelId, free: !on && !request.tools?.length }, warnings)
  const { system, messages } = toBedrockConversation(request.messages, warnings)
  const told = [...system, ...(format.told === undefined ? [] : [{ text: format.told }])]
  const config = inferenceConfig(options)
  const additional = {
    ...topKField(options['topK'], modelId, warnings),
    ...thinking,
    ...modelFields(options),
  }
  const body = mergeBody(
    {
      messages,
      system: told.length > 0 ? told : undefined,
      inferenceConfig: Object.keys(config).length > 0 ? config : undefined,
      toolConfig: format.way === 'tool' ? undefined : toolConfig(request, warnings),
      additionalModelRequestFields: Object.keys(additional).length > 0 ? additional : undefined,
      additionalModelResponseFieldPaths: options['additional_model_response_field_paths'],
      ...format.members,
    },
    options['extraBody'],
  )
  return { body: JSON.stringify(body), receipt: { schema: format.receipt }, warnings: warnings.all }
}

function inferenceConfig(options: GenerateRequest['options']): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(inference))
    if (options[name] !== undefined) config[field] = options[name]
  return config
}

function modelFields(options: GenerateRequest['options']): Record<string, unknown> {
  const own = options['additional_model_request_fields']
  const rest = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !elsewhere.has(name) && !Object.hasOwn(inference, name),
  )
  return { ...Object.fromEntries(rest), ...(typeof own === 'object' ? own : {}) }
}

function topKField(topK: unknown, modelId: string, warnings: WarningList): object {
  if (topK === undefined) return {}
  if (/claude/.test(modelId)) return { top_k: topK }
  if (/nova/.test(modelId)) return { inferenceConfig: { topK } }
  warnings.unsupported('topK', 'This model has no "topK" at Bedrock: it was left out.')
  return {}
}

function thinkingFields(thinking: unknown, modelId: string, warnings: WarningList): object | undefined {
  if (thinking === undefined || thinking === null) return undefined
  const fields = bedrockThinking(thinking, modelId)
  if (fields === undefined)
    warnings.unsupported(
      'thinking',
      `"${modelId}" cannot be told whether to think at Bedrock: nothing was sent.`,
    )
  return fields
}

function toolConfig(request: GenerateRequest, warnings: WarningList): object | undefined {
  const { toolChoice, messages } = request
  const given = toolChoice === 'none' ? [] : (request.tools ?? []).flatMap((tool) => toSpec(tool, warnings))
  // a conversation with calls in it is refused without the tools that they call
  const tools = given.length > 0 ? given : calledBefore(messages)
  if (tools.length === 0) return undefined
  if (toolChoice === 'none')
    warnings.unsupported(
      'toolChoice',
      'Converse cannot forbid a call: the tools of earlier calls are still there.',
    )
  const choice =
    typeof toolChoice === 'object'
      ? { tool: { name: toolChoice.name } }
      : toolChoice === 'required'
        ? { any: {} }
        : undefined
  return { tools, ...(choice && given.length > 0 && { toolChoice: choice }) }
}

function toSpec(tool: WireTool, warnings: WarningList): readonly object[] {
  if (tool.type === 'server') {
    warnings.unsupported('tools', `Converse does not run "${tool.id}": the tool was left out.`)
    return []
  }
  const { name, description, schema } = tool
  return [{ toolSpec: { name, ...(description && { description }), inputSchema: { json: schema } } }]
}

function calledBefore(messages: readonly WireMessage[]): readonly object[] {
  const calls = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : [])),
  )
  return [...new Set(calls)].map((name) => ({
    toolSpec: { name, inputSchema: { json: { type: 'object' } } },
  }))
}
