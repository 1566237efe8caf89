import type { GenerateRequest, Receipt, Warning } from '../../core/backend.ts'
import type { ChatTemplate, PromptPiece } from '../../formatters/chat-template.ts'
import type { EngineJob } from './engine-job.ts'
import { compileGrammar } from './grammar/compile-grammar.ts'
import { samplingSettings, type SamplingDefaults } from './sampling-settings.ts'
import { toChatMessages } from './to-chat-messages.ts'

/** What is known of the model when a job is planned. */
export interface PlanScope {
  readonly template: ChatTemplate
  readonly defaults: SamplingDefaults
  readonly contextSize: number
  readonly tokenize: (pieces: readonly PromptPiece[]) => readonly number[]
  /** From 0 up to 1. */
  readonly random: () => number
}

export interface PlannedJob {
  readonly job: EngineJob
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
}

/** An answer that nobody has limited. */
const USUAL_MOST = 4096

/** Variables that a chat template gets from us. */
const own: ReadonlySet<string> = new Set([
  'messages',
  'tools',
  'documents',
  'add_generation_prompt',
  'bos_token',
  'eos_token',
])

/** A request as work for the engine, and what cannot be done as asked. */
export function planJob(request: GenerateRequest, scope: PlanScope): PlannedJob {
  const { options, signal, affinity, prefill } = request
  const { chat, warnings: lost } = toChatMessages(request.messages, scope.template.mentions('tool_calls'))
  const { grammar, receipt, warnings: schemaWarnings } = planSchema(request)
  const { variables, warnings: thinkingWarnings } = planVariables(options, scope.template)
  const pieces = scope.template.render(chat, { ...variables, ...toolVariables(request, scope.template) })
  const tokens = scope.tokenize(prefill ? [...pieces, { text: prefill.text, plain: true }] : pieces)
  const left = Math.max(1, scope.contextSize - 1 - tokens.length)
  const asked = options['maxNewTokens']
  const job: EngineJob = {
    tokens,
    sampling: samplingSettings(options, scope.defaults, scope.random),
    maxNewTokens: typeof asked === 'number' ? asked : USUAL_MOST,
    limitIsAsked: typeof asked === 'number',
    stops: [...stopsOf(options['stopSequences']), ...scope.template.stops],
    grammar,
    logprobs: options['logprobs'] === true,
    topLogprobs: options['logprobs'] === true ? wholeOrNone(options['top_logprobs']) : 0,
    affinity,
    signal,
  }
  const warnings = [...lost, ...schemaWarnings, ...thinkingWarnings, ...unsupported(request, scope, left)]
  if (scope.template.warning) warnings.push({ code: 'chat-template', message: `${scope.template.warning}.` })
  return { job, receipt, warnings }
}

function planSchema({ schema, prefill }: GenerateRequest): {
  readonly grammar: string | undefined
  readonly receipt: Receipt
  readonly warnings: readonly Warning[]
} {
  if (!schema) return { grammar: undefined, receipt: { schema: 'none' }, warnings: [] }
  const { gbnf, unenforced } = prefill?.text
    ? { gbnf: undefined, unenforced: ['prefill'] }
    : compileGrammar(schema)
  if (unenforced.length === 0) return { grammar: gbnf, receipt: { schema: 'enforced' }, warnings: [] }
  const list = unenforced.map((path) => `"${path}"`).join(', ')
  const message = gbnf
    ? `The grammar of the answer does not know ${list}: that part of the schema is only checked after.`
    : 'An answer that is continued cannot be held to a schema: it is only checked after.'
  return {
    grammar: gbnf,
    receipt: { schema: 'requested', unenforced },
    warnings: [{ code: 'schema-not-enforced', option: 'format', message }],
  }
}

function planVariables(
  options: GenerateRequest['options'],
  template: ChatTemplate,
): { readonly variables: { readonly [name: string]: unknown }; readonly warnings: readonly Warning[] } {
  const { thinking, chat_template_kwargs: given } = options
  const variables: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options))
    if (!own.has(name) && template.mentions(name)) variables[name] = value
  Object.assign(variables, given)
  if (thinking === undefined) return { variables, warnings: [] }
  const off = thinking === false || thinking === 'none'
  const switchable = template.mentions('enable_thinking')
  const message = switchable
    ? "This model's chat template can only switch thinking on and off: it was switched on."
    : "This model's chat template has no switch for thinking: it was left out."
  const honoured = off || (switchable && thinking === true)
  return {
    variables: switchable ? { ...variables, enable_thinking: !off } : variables,
    warnings: honoured ? [] : [{ code: 'unsupported-option', option: 'thinking', message }],
  }
}

function unsupported(
  { options, candidates, tools, toolChoice = 'auto' }: GenerateRequest,
  { contextSize, template }: PlanScope,
  left: number,
): Warning[] {
  const warnings: Warning[] = []
  const warn = (option: string, message: string): void =>
    void warnings.push({ code: 'unsupported-option', option, message })
  if ((candidates ?? 1) > 1)
    warn(
      'candidates',
      'A model in this process gives one answer to a request: the others have to be asked for.',
    )
  if (tools?.length && toolChoice !== 'none') {
    if (!template.mentions('tools'))
      warn('tools', "This model's chat template knows no tools: they were left out.")
    else if (toolChoice !== 'auto')
      warn('toolChoice', 'A model in this process cannot be made to call a tool: it may answer with text.')
  }
  const { contextWindow, maxNewTokens } = options
  if (typeof contextWindow === 'number' && contextWindow > contextSize)
    warn(
      'contextWindow',
      `The window of a loaded model is fixed, at ${contextSize} tokens: pass \`contextSize\` to the backend.`,
    )
  if (typeof maxNewTokens === 'number' && maxNewTokens > left)
    warn(
      'maxNewTokens',
      `After this prompt the context has room for ${left} tokens, not for ${maxNewTokens}.`,
    )
  return warnings
}

/** As most templates expect them; of a demanded tool that one alone. */
function toolVariables(
  { tools = [], toolChoice }: GenerateRequest,
  template: ChatTemplate,
): { readonly tools?: readonly object[] } {
  if (toolChoice === 'none' || !template.mentions('tools')) return {}
  const wanted = tools.filter(({ name }) => typeof toolChoice !== 'object' || toolChoice.name === name)
  const functions = wanted.flatMap((tool) =>
    tool.type === 'function'
      ? [
          {
            type: 'function',
            function: { name: tool.name, description: tool.description ?? '', parameters: tool.schema },
          },
        ]
      : [],
  )
  return functions.length > 0 ? { tools: functions } : {}
}

function wholeOrNone(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0
}

function stopsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string' && each !== '')
    : []
}
