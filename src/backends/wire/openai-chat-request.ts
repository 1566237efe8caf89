import type { GenerateRequest, WireTool } from '../../core/backend.ts'
import type { EncodedRequest } from './encoded-request.ts'
import { mergeBody } from './merge-body.ts'
import { openaiFormat } from './openai-format.ts'
import { toOpenAIMessages } from './openai-messages.ts'
import { openaiOptionTable } from './openai-native.ts'
import type { OpenAIQuirks } from './openai-quirks.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

/** Portable names that only change their spelling. */
const spelling: Readonly<Record<string, string>> = {
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  stopSequences: 'stop',
}

/** Said elsewhere in the request, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  'thinking',
  'extraBody',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
  'stream_options',
])

const official: ReadonlySet<string> = new Set([
  'temperature',
  'seed',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'stop',
  'max_completion_tokens',
  'max_tokens',
  ...openaiOptionTable.native,
])

/** The body of `POST /chat/completions`. */
export function openaiChatRequest(
  request: GenerateRequest,
  modelId: string,
  quirks: OpenAIQuirks,
): EncodedRequest {
  refuseAdapter(request, 'Chat Completions')
  const warnings = warningList()
  if (request.prefill)
    warnings.unsupported('prefill', 'Chat Completions cannot continue a text: the model started a new one.')
  const { format, receipt } = openaiFormat(request.schema, quirks, warnings)
  const stream = request.transport === 'stream'
  const body = mergeBody(
    {
      model: modelId,
      messages: toOpenAIMessages(request.messages, quirks, warnings),
      stream,
      stream_options: stream
        ? { include_usage: true, ...optionsOf(request.options['stream_options']) }
        : undefined,
      n: (request.candidates ?? 1) > 1 ? request.candidates : undefined,
      // routes requests with one prefix to the machine that has it in its cache
      prompt_cache_key: quirks.official ? request.affinity : undefined,
      ...toolMembers(request, warnings),
      ...optionMembers(request.options, quirks, warnings),
      ...thinkingMembers(request.options['thinking'], quirks, warnings),
      ...(format && { response_format: { type: 'json_schema', json_schema: format } }),
    },
    request.options['extraBody'],
  )
  const { server } = quirks
  return { body: JSON.stringify(body), receipt: { schema: receipt }, warnings: warnings.all, server }
}

function optionsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function optionMembers(
  options: GenerateRequest['options'],
  quirks: OpenAIQuirks,
  warnings: WarningList,
): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || elsewhere.has(name)) continue
    const wireName = name === 'maxNewTokens' ? quirks.maxTokensField : (spelling[name] ?? name)
    if (name === 'contextWindow' || (quirks.official && !official.has(wireName)))
      warnings.unsupported(name, `This server has no "${name}": it was left out.`)
    else members[wireName] = value
  }
  return members
}

function thinkingMembers(
  thinking: unknown,
  { official: strict }: OpenAIQuirks,
  warnings: WarningList,
): object {
  if (thinking === undefined || thinking === null) return {}
  if (thinking === false) {
    if (!strict) return { chat_template_kwargs: { enable_thinking: false } }
    warnings.unsupported(
      'thinking',
      "Not every model of OpenAI can be told not to think: nothing was sent. Say 'none' or 'minimal' to one that can.",
    )
    return {}
  }
  if (typeof thinking === 'object')
    warnings.unsupported(
      'thinking',
      'Chat Completions cannot limit thinking to a number of tokens: it was only switched on.',
    )
  if (typeof thinking === 'string') return { reasoning_effort: thinking }
  return { reasoning_effort: 'medium', ...(!strict && { chat_template_kwargs: { enable_thinking: true } }) }
}

function toolMembers({ tools = [], toolChoice }: GenerateRequest, warnings: WarningList): object {
  const functions = tools.flatMap((tool) => toFunction(tool, warnings))
  if (functions.length === 0) return {}
  const choice =
    typeof toolChoice === 'object' ? { type: 'function', function: { name: toolChoice.name } } : toolChoice
  return { tools: functions, ...(choice !== undefined && { tool_choice: choice }) }
}

function toFunction(tool: WireTool, warnings: WarningList): readonly object[] {
  if (tool.type === 'server') {
    warnings.unsupported('tools', `Chat Completions does not run "${tool.id}": the tool was left out.`)
    return []
  }
  const { name, description, schema } = tool
  return [
    {
      type: 'function',
      function: { name, ...(description !== undefined && { description }), parameters: schema },
    },
  ]
}
