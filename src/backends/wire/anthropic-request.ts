import type { GenerateRequest } from '../../core/backend.ts'
import { anthropicFormat } from './anthropic-format.ts'
import { toAnthropicConversation } from './anthropic-messages.ts'
import { anthropicMembers } from './anthropic-native.ts'
import { anthropicThinking } from './anthropic-thinking.ts'
import { anthropicTools } from './anthropic-tools.ts'
import { claudeVersion } from './claude-version.ts'
import type { EncodedRequest } from './encoded-request.ts'
import { mergeBody } from './merge-body.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

/** Options that the protocol has no place for. */
const absent: readonly string[] = ['seed', 'presencePenalty', 'frequencyPenalty', 'contextWindow']
/** Said elsewhere in the request, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  ...absent,
  'maxNewTokens',
  'temperature',
  'topP',
  'topK',
  'stopSequences',
  'thinking',
  'extraBody',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
  'disable_parallel_tool_use',
  'effort',
  'betas',
])

/**
 * The body of Anthropic's `/v1/messages`. An option that is not known goes into it as it is.
 *
 * Source: https://platform.claude.com/docs/en/api/messages
 */
export function anthropicRequest(request: GenerateRequest, modelId: string): EncodedRequest {
  refuseAdapter(request, 'Anthropic')
  const warnings = warningList()
  const { options, schema, transport } = request
  warnOf(request, warnings)
  const { on, thinking, effort, maxTokens } = anthropicThinking(options, modelId, warnings)
  const free = !on && !request.tools?.length
  const { format, members, told, receipt } = anthropicFormat(schema, { modelId, free }, warnings)
  const { system, messages } = toAnthropicConversation(request.messages, warnings)
  const instructions = told === undefined ? system : [...system, { type: 'text', text: told }]
  const config = { ...(format && { format }), ...effortField(effort ?? options['effort']) }
  const stops = options['stopSequences']
  const body = mergeBody(
    {
      model: modelId,
      max_tokens: maxTokens,
      system: instructions.length > 0 ? instructions : undefined,
      messages,
      ...sampling(options, { modelId, thinks: on }, warnings),
      stop_sequences: Array.isArray(stops) && stops.length > 0 ? stops : undefined,
      thinking,
      output_config: Object.keys(config).length > 0 ? config : undefined,
      ...(members ?? anthropicTools(request, { modelId, thinks: on }, warnings)),
      ...rest(options),
      stream: transport === 'stream' ? true : undefined,
    },
    options['extraBody'],
  )
  return { body: JSON.stringify(body), receipt: { schema: receipt }, warnings: warnings.all }
}

function warnOf({ prefill, candidates = 1, options }: GenerateRequest, warnings: WarningList): void {
  if (prefill)
    warnings.unsupported('prefill', 'Claude does not continue a text any more: the model started a new one.')
  if (candidates > 1) warnings.unsupported('candidates', 'Anthropic gives one answer to one request.')
  for (const name of absent)
    if (options[name] !== undefined)
      warnings.unsupported(name, `Anthropic has no "${name}": it was left out.`)
}

interface Sampled {
  readonly modelId: string
  readonly thinks: boolean
}

/** What the model can be told of chance: less with every generation. */
function sampling(
  { temperature, topP, topK }: GenerateRequest['options'],
  { modelId, thinks }: Sampled,
  warnings: WarningList,
): Record<string, unknown> {
  const version = claudeVersion(modelId) ?? 0
  const told: Record<string, unknown> = { temperature, topP, topK }
  const leaveOut = (name: string, why: string): void => {
    if (told[name] === undefined || told[name] === null) return
    warnings.unsupported(name, `"${name}" was left out: ${why}.`)
    told[name] = undefined
  }
  for (const name of ['temperature', 'topP', 'topK']) {
    if (version >= 4.7) leaveOut(name, `"${modelId}" samples as it likes`)
    // while it thinks, topP may be lowered a little
    else if (thinks && !(name === 'topP' && Number(topP) >= 0.95))
      leaveOut(name, 'Claude samples as it likes while it thinks')
  }
  if (version >= 4.1 && told['temperature'] !== undefined)
    leaveOut('topP', `"${modelId}" takes temperature or topP, not both`)
  return { temperature: told['temperature'], top_p: told['topP'], top_k: told['topK'] }
}

function effortField(effort: unknown): object {
  return effort === undefined || effort === null ? {} : { effort }
}

function rest(options: GenerateRequest['options']): Record<string, unknown> {
  const own = Object.entries(options).filter(
    ([name]) => !elsewhere.has(name) || anthropicMembers.includes(name),
  )
  return Object.fromEntries(own)
}
