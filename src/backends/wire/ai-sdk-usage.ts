import type { FinishReason, Warning } from '../../core/backend.ts'
import type { ReportedUsage } from '../../core/usage.ts'
import type { AISDKFinish, AISDKUsage, AISDKWarning } from './ai-sdk-part.ts'

/** What the provider counted; what it did not count comes from `guess`. */
export function fromAISDKUsage(usage: AISDKUsage | undefined, guess: () => ReportedUsage): ReportedUsage {
  const { inputTokens: given = {}, outputTokens: made = {} } = usage ?? {}
  const input = typeof given === 'number' ? given : given.total
  const output = typeof made === 'number' ? made : made.total
  const cached = typeof given === 'number' ? usage?.cachedInputTokens : given.cacheRead
  const thought = typeof made === 'number' ? usage?.reasoningTokens : made.reasoning
  const isWhole = input !== undefined && output !== undefined
  const base = isWhole ? undefined : guess()
  return {
    inputTokens: input ?? base?.inputTokens ?? 0,
    outputTokens: output ?? base?.outputTokens ?? 0,
    ...(cached !== undefined && cached > 0 && { cachedInputTokens: cached }),
    ...(thought !== undefined && thought > 0 && { thinkingTokens: thought }),
    ...(!isWhole && { estimated: true }),
  }
}

const reasons: { readonly [unified: string]: FinishReason } = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool-calls',
  'content-filter': 'content-filter',
}

export function fromAISDKFinish(finish: AISDKFinish | undefined, called: boolean): FinishReason {
  const { unified, raw } = typeof finish === 'object' ? finish : { unified: finish }
  if (raw === 'refusal') return 'refusal'
  const reason = reasons[unified ?? ''] ?? 'other'
  return called && reason === 'stop' ? 'tool-calls' : reason
}

/** Whether nothing says how the answer ended: the provider's package has made the end up. */
export function isUntold(finish: AISDKFinish | undefined): boolean {
  if (typeof finish !== 'object') return finish === undefined || finish === 'unknown'
  return finish.raw === undefined && (finish.unified === undefined || finish.unified === 'other')
}

/** What the specification calls options, as this library does. */
const portable: { readonly [setting: string]: string } = {
  maxOutputTokens: 'maxNewTokens',
  responseFormat: 'format',
  reasoning: 'thinking',
}

export function fromAISDKWarning(warning: AISDKWarning): Warning {
  const { type = 'other', setting, feature, details, message, tool } = warning
  const subject = type === 'unsupported-tool' ? 'tools' : (setting ?? feature)
  const option = subject === undefined ? undefined : (portable[subject] ?? subject)
  const code = type.startsWith('unsupported') ? 'unsupported-option' : `provider-${type}`
  const what = tool?.name === undefined ? (subject ?? 'something') : `the tool "${tool.name}"`
  return {
    code,
    ...(option !== undefined && { option }),
    message: message ?? details ?? `The model's provider does not support ${what}.`,
  }
}
