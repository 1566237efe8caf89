import type { GenerateRequest, Receipt, Warning, WireTool } from '../../core/backend.ts'
import type { AISDKEdition, AISDKModel } from './ai-sdk-model.ts'
import { optionsKey } from './ai-sdk-model.ts'
import { toAISDKPrompt } from './ai-sdk-prompt.ts'
import { aiSDKThinking } from './ai-sdk-thinking.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

/** The options of one call, and what is honest to say of them. */
export interface AISDKCall {
  readonly options: Record<string, unknown>
  /** Names of the members that were put among the provider's own options. */
  readonly extra: readonly string[]
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
}

/** Options that have the same name here and there. */
const same = ['temperature', 'topP', 'topK', 'presencePenalty', 'frequencyPenalty', 'seed'] as const
/** Said elsewhere in the call, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  ...same,
  'maxNewTokens',
  'stopSequences',
  'thinking',
  'providerOptions',
  'extraBody',
  'contextWindow',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
])

/** What `doGenerate` and `doStream` are called with. What is not known goes to the provider, under its name. */
export function aiSDKCall(request: GenerateRequest, model: AISDKModel): AISDKCall {
  refuseAdapter(request, model.provider)
  const warnings = warningList()
  const { options, schema, headers } = request
  const { provider, specificationVersion: edition } = model
  warnOf(request, warnings)
  const { reasoning, own } = aiSDKThinking(options['thinking'], { provider, edition }, warnings)
  const isTold = schema !== undefined && hasNoSchemas(model)
  const extra = extraOf(options)
  const prompt = toAISDKPrompt(request.messages, { provider, edition }, warnings)
  const told = {
    role: 'system',
    content: `Answer with JSON alone, that fits this JSON Schema:\n${JSON.stringify(schema)}`,
  }
  const call = {
    prompt: isTold ? [told, ...prompt] : [...prompt],
    ...Object.fromEntries(same.map((name) => [name, options[name] ?? undefined])),
    maxOutputTokens: options['maxNewTokens'] ?? undefined,
    stopSequences: stopsOf(options['stopSequences']),
    ...(schema && { responseFormat: { type: 'json', schema, name: 'answer' } }),
    ...toolsOf(request, edition),
    reasoning,
    ...(headers && { headers: { ...headers } }),
    providerOptions: providerOptions(options['providerOptions'], optionsKey(provider), { ...own, ...extra }),
  }
  return {
    options: Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined)),
    extra: Object.keys(extra),
    receipt: { schema: schema ? 'requested' : 'none' },
    warnings: warnings.all,
  }
}

function warnOf({ prefill, candidates = 1, options }: GenerateRequest, warnings: WarningList): void {
  if (prefill)
    warnings.unsupported('prefill', 'The AI SDK does not continue a text: the model started a new one.')
  if (candidates > 1) warnings.unsupported('candidates', 'The AI SDK gives one answer to one request.')
  if (options['contextWindow'] !== undefined)
    warnings.unsupported('contextWindow', 'The AI SDK has no "contextWindow": it was left out.')
}

/** A model that says so of itself: it sends the wish for JSON on, and not its shape. */
function hasNoSchemas(model: AISDKModel): boolean {
  return 'supportsStructuredOutputs' in model && model.supportsStructuredOutputs === false
}

function extraOf(options: GenerateRequest['options']): Record<string, unknown> {
  const unknown = Object.entries(options).filter(
    ([name, value]) => !elsewhere.has(name) && value !== undefined,
  )
  return { ...Object.fromEntries(unknown), ...Object(options['extraBody']) }
}

function stopsOf(stops: unknown): unknown {
  return Array.isArray(stops) && stops.length > 0 ? [...stops] : undefined
}

function providerOptions(given: unknown, key: string, more: object): object | undefined {
  const all: Record<string, unknown> = { ...Object(given) }
  if (Object.keys(more).length > 0) all[key] = { ...more, ...Object(all[key]) }
  return Object.keys(all).length > 0 ? all : undefined
}

function toolsOf({ tools = [], toolChoice }: GenerateRequest, edition: AISDKEdition): object {
  if (tools.length === 0) return {}
  const choice = typeof toolChoice === 'object' ? { type: 'tool', toolName: toolChoice.name } : undefined
  return {
    tools: tools.map((tool) => toTool(tool, edition)),
    ...(toolChoice !== undefined && { toolChoice: choice ?? { type: toolChoice } }),
  }
}

function toTool(tool: WireTool, edition: AISDKEdition): object {
  if (tool.type === 'server')
    return {
      type: edition === 'v2' ? 'provider-defined' : 'provider',
      id: tool.id,
      name: tool.name,
      args: { ...Object(tool.config) },
    }
  const { name, description, schema } = tool
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    // what has no members is still an object
    inputSchema: { type: 'object', ...schema },
  }
}
