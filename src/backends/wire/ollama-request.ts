import type { GenerateRequest, Receipt, WireTool } from '../../core/backend.ts'
import { toOllamaMessages, type Fetched, type OllamaMessage } from './ollama-messages.ts'
import type { EncodedRequest } from './encoded-request.ts'
import { mergeBody } from './merge-body.ts'
import { ollamaTopLevel } from './ollama-native.ts'
import { refuseAdapter } from './refuse-adapter.ts'
import { warningList, type WarningList } from './warnings.ts'

export interface OllamaRequestOptions {
  readonly modelId: string
  readonly keepAlive?: number | string | undefined
  readonly fetched: Fetched
}

/** Portable names whose place in `options` has another spelling. */
const spelling: Readonly<Record<string, string>> = {
  maxNewTokens: 'num_predict',
  contextWindow: 'num_ctx',
  stopSequences: 'stop',
  topP: 'top_p',
  topK: 'top_k',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
}

/** Said elsewhere in the request, or above a backend. */
const elsewhere: ReadonlySet<string> = new Set([
  'thinking',
  'extraBody',
  'systemPrompt',
  'tools',
  'toolChoice',
  'stream',
])

/** The body of `POST /api/chat`. */
export async function ollamaRequest(
  request: GenerateRequest,
  { modelId, keepAlive, fetched }: OllamaRequestOptions,
): Promise<EncodedRequest> {
  refuseAdapter(request, 'Ollama')
  const warnings = warningList()
  const messages = await toOllamaMessages(request.messages, fetched, warnings)
  const tools = toolsOf(request, warnings)
  const think = thinkOf(request.options['thinking'], warnings)
  if ((request.candidates ?? 1) > 1)
    warnings.unsupported(
      'candidates',
      'Ollama gives one answer to a request: the others have to be asked for.',
    )
  const body = mergeBody(
    {
      model: modelId,
      messages: request.prefill ? [...messages, prefillMessage(request.prefill.text)] : messages,
      tools,
      stream: request.transport === 'stream',
      think,
      format: request.schema,
      keep_alive: keepAlive,
      // newer servers then refuse what does not fit; if not told so they cut it, and say nothing
      truncate: false,
      ...split(request.options),
    },
    request.options['extraBody'],
  )
  return {
    body: JSON.stringify(body),
    receipt: { schema: await schemaReceipt(request, modelId), ...windowOf(request.options) },
    warnings: warnings.all,
  }
}

/** Ollama goes on with a last message that is the assistant's. */
function prefillMessage(content: string): OllamaMessage {
  return { role: 'assistant', content }
}

function split(options: GenerateRequest['options']): Record<string, unknown> {
  const top: Record<string, unknown> = {}
  const inner: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || elsewhere.has(name)) continue
    if (ollamaTopLevel.has(name)) top[name] = value
    else inner[spelling[name] ?? name] = value
  }
  return { options: inner, ...top }
}

function toolsOf({ tools = [], toolChoice = 'auto' }: GenerateRequest, warnings: WarningList): unknown {
  if (toolChoice === 'none') return undefined
  if (toolChoice !== 'auto')
    warnings.unsupported('toolChoice', 'Ollama cannot make a model call a tool: it may answer with text.')
  const named = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools
  const functions = named.flatMap((tool) => toFunction(tool, warnings))
  return functions.length > 0 ? functions : undefined
}

function toFunction(tool: WireTool, warnings: WarningList): readonly object[] {
  if (tool.type === 'server') {
    warnings.unsupported('tools', `Ollama does not run "${tool.id}": the tool was left out.`)
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

function windowOf({ contextWindow }: GenerateRequest['options']): Partial<Receipt> {
  return typeof contextWindow === 'number' ? { contextWindow } : {}
}

function thinkOf(thinking: unknown, warnings: WarningList): unknown {
  if (typeof thinking === 'object' && thinking !== null) {
    warnings.unsupported(
      'thinking',
      'Ollama cannot limit thinking to a number of tokens: it was only switched on.',
    )
    return true
  }
  if (thinking === 'none') return false
  return thinking === 'minimal' ? 'low' : (thinking ?? undefined)
}

async function schemaReceipt(
  { schema, tools }: GenerateRequest,
  modelId: string,
): Promise<Receipt['schema']> {
  if (!schema) return 'none'
  const { enforcedByOllama } = await import('./ollama-schema.ts')
  // models in Ollama's cloud run elsewhere, and a model with tools may call one instead
  const certain = !tools?.length && !/[:-]cloud$/.test(modelId)
  return certain && enforcedByOllama(schema) ? 'enforced' : 'requested'
}
