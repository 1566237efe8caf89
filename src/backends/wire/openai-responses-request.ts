import type { GenerateRequest, WireTool } from '../../core/backend.ts'
import type { EncodedRequest, ReplyStart } from './encoded-request.ts'
import { mergeBody } from './merge-body.ts'
import { openaiFormat } from './openai-format.ts'
import type { OpenAIQuirks } from './openai-quirks.ts'
import { toResponsesInput, type InputItem } from './openai-responses-input.ts'
import { storedTurn } from './openai-stored-turn.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

type Options = GenerateRequest['options']

/** Portable names that only change their spelling. */
const spelling: Readonly<Record<string, string>> = {
  maxNewTokens: 'max_output_tokens',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  stopSequences: 'stop',
}

/** Said elsewhere in the request, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  'thinking',
  'reasoning_summary',
  'verbosity',
  'include',
  'logprobs',
  'extraBody',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
  'stream_options',
])

/** What goes along under its own name. */
export const responsesMembers: readonly string[] = [
  'max_tool_calls',
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'prompt_cache_retention',
  'safety_identifier',
  'service_tier',
  'store',
  'top_logprobs',
  'truncation',
  'user',
]

const known: ReadonlySet<string> = new Set(['temperature', 'top_p', 'max_output_tokens', ...responsesMembers])

/** Models that OpenAI refuses to encrypt the thoughts of, since they have none. */
const thoughtless = /^(ft:)?(gpt-3|gpt-4|chatgpt)/

/** The least `max_output_tokens` that OpenAI takes. */
const FEWEST_TOKENS = 16

/** A server that speaks the protocol, and the model that is asked. */
export interface ResponsesTarget {
  readonly modelId: string
  readonly quirks: OpenAIQuirks
  /** Its address: thoughts go back to the server that they came from, and to no other. */
  readonly server: string
}

/** What the reader of the reply has to know. */
export interface ResponsesStart extends ReplyStart {
  /** The conversation as the server will keep it, where it shall. */
  readonly stored?: { readonly server: string; readonly input: readonly InputItem[] }
}

/**
 * The body of `POST /responses`. Nothing is stored at the server unless `store` says so, and thoughts come encrypted; what is stored
 * there is not sent again.
 */
export function openaiResponsesRequest(
  request: GenerateRequest,
  { modelId, quirks, server }: ResponsesTarget,
): EncodedRequest & ResponsesStart {
  refuseAdapter(request, 'The Responses API')
  const warnings = warningList()
  const { options } = request
  refuseParts(request, warnings)
  const store = options['store'] === true
  const { format, receipt } = openaiFormat(request.schema, quirks, warnings)
  const rules = { server, needsEncrypted: quirks.official && !store, warnings }
  const { instructions, messages, turns } = toResponsesInput(request.messages, rules)
  const earlier = store ? storedTurn(messages, turns, server) : undefined
  const stream = request.transport === 'stream'
  const body = mergeBody(
    {
      model: modelId,
      instructions,
      input: turns.slice(earlier?.covers ?? 0).flat(),
      previous_response_id: earlier?.response,
      stream,
      stream_options: stream ? options['stream_options'] : undefined,
      store,
      include: included(options, !store && !thoughtless.test(modelId)),
      prompt_cache_key: quirks.official ? request.affinity : undefined,
      ...toolMembers(request, warnings),
      ...optionMembers(options, quirks, warnings),
      reasoning: reasoning(options, quirks, warnings),
      text: textMember(options, format),
    },
    options['extraBody'],
  )
  return {
    body: JSON.stringify(body),
    receipt: { schema: receipt },
    warnings: warnings.all,
    ...(store && { stored: { server, input: turns.flat() } }),
  }
}

function refuseParts({ prefill, candidates = 1 }: GenerateRequest, warnings: WarningList): void {
  if (prefill)
    warnings.unsupported('prefill', 'The Responses API cannot continue a text: the model started a new one.')
  if (candidates > 1)
    warnings.unsupported('candidates', 'The Responses API gives one answer: the others have to be asked for.')
}

function included(options: Options, thoughts: boolean): readonly string[] | undefined {
  const own: unknown = options['include']
  const asked = new Set(Array.isArray(own) ? own.map(String) : [])
  if (thoughts) asked.add('reasoning.encrypted_content')
  if (options['logprobs'] === true || options['top_logprobs'] !== undefined)
    asked.add('message.output_text.logprobs')
  return asked.size > 0 ? [...asked] : undefined
}

function textMember(options: Options, format: object | undefined): object | undefined {
  const verbosity = options['verbosity']
  if (verbosity === undefined && !format) return undefined
  return {
    ...(verbosity !== undefined && { verbosity }),
    ...(format && { format: { type: 'json_schema', ...format } }),
  }
}

function optionMembers(options: Options, { official }: OpenAIQuirks, warnings: WarningList): object {
  const members: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || elsewhere.has(name)) continue
    const wireName = spelling[name] ?? name
    if (!known.has(wireName)) {
      const end = official ? 'it was left out' : 'it was sent, and this server may ignore it'
      warnings.unsupported(name, `The Responses API has no "${name}": ${end}.`)
      if (official || name === 'contextWindow') continue
    }
    members[wireName] = value
  }
  const limit = members['max_output_tokens']
  if (official && typeof limit === 'number' && limit < FEWEST_TOKENS) {
    members['max_output_tokens'] = FEWEST_TOKENS
    warnings.unsupported(
      'maxNewTokens',
      `OpenAI takes no limit below ${FEWEST_TOKENS} tokens: that was sent instead of ${limit}.`,
    )
  }
  return members
}

function reasoning(options: Options, { official }: OpenAIQuirks, warnings: WarningList): object | undefined {
  const effort = effortOf(options['thinking'], official, warnings)
  const summary = options['reasoning_summary']
  if (effort === undefined && summary === undefined) return undefined
  return { ...(effort !== undefined && { effort }), ...(summary !== undefined && { summary }) }
}

function effortOf(thinking: unknown, official: boolean, warnings: WarningList): string | undefined {
  if (thinking === undefined || thinking === null) return undefined
  if (typeof thinking === 'string') return thinking
  if (thinking === false) {
    if (!official) return 'none'
    warnings.unsupported(
      'thinking',
      "Not every model of OpenAI can be told not to think: nothing was sent. Say 'none' or 'minimal' to one that can.",
    )
    return undefined
  }
  if (typeof thinking === 'object')
    warnings.unsupported(
      'thinking',
      'The Responses API cannot limit thinking to a number of tokens: it was only switched on.',
    )
  return 'medium'
}

function toolMembers({ tools = [], toolChoice }: GenerateRequest, warnings: WarningList): object {
  const offered = tools.flatMap((tool) => toTool(tool, warnings))
  if (offered.length === 0) return {}
  const choice = typeof toolChoice === 'object' ? { type: 'function', name: toolChoice.name } : toolChoice
  return { tools: offered, ...(choice !== undefined && { tool_choice: choice }) }
}

function toTool(tool: WireTool, warnings: WarningList): readonly object[] {
  if (tool.type === 'function') {
    const { name, description, schema } = tool
    return [
      {
        type: 'function',
        name,
        ...(description !== undefined && { description }),
        parameters: schema,
        strict: false,
      },
    ]
  }
  const [provider, type] = tool.id.split(/\.(.*)/s)
  if (provider === 'openai') return [{ type, ...Object(tool.config) }]
  warnings.unsupported('tools', `The Responses API does not run "${tool.id}": the tool was left out.`)
  return []
}
