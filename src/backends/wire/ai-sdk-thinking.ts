import { optionsKey, type AISDKEdition } from './ai-sdk-model.ts'
import type { WarningList } from './warnings.ts'

/** What a call says of thinking: the specification's own option, or the provider's. */
export interface AISDKThinking {
  readonly reasoning?: string
  /** For the provider, under its name. */
  readonly own?: { readonly [option: string]: unknown }
}

interface Thinker {
  readonly provider: string
  readonly edition: AISDKEdition
}

const levels: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']
/** How much a level may think, in tokens, where a provider wants a number, as LiteLLM has it. */
const budgets: { readonly [level: string]: number } = { minimal: 1024, low: 1024, medium: 2048, high: 4096 }

/** Providers of older editions: what they call it. */
const spellings: {
  readonly [provider: string]: (level: string, budget: number | undefined) => object | undefined
} = {
  openai: effort,
  groq: effort,
  xai: effort,
  cerebras: effort,
  openaiCompatible: effort,
  anthropic: (level, budget) => ({ thinking: switched(level, budget, 'budgetTokens') }),
  bedrock: (level, budget) => ({ reasoningConfig: switched(level, budget, 'budgetTokens') }),
  cohere: (level, budget) => ({ thinking: switched(level, budget, 'tokenBudget') }),
  google: (level, budget) => ({
    thinkingConfig: {
      thinkingBudget: level === 'none' ? 0 : (budget ?? budgets[level] ?? 4096),
      includeThoughts: level !== 'none',
    },
  }),
}

/** Edition 4 takes a level; before it every provider had an option of its own, and a number of tokens is theirs until now. */
export function aiSDKThinking(
  asked: unknown,
  { provider, edition }: Thinker,
  warnings: WarningList,
): AISDKThinking {
  if (asked === undefined || asked === null) return {}
  const budget = budgetIn(asked)
  const level = budget === undefined ? levelOf(asked) : 'medium'
  if (edition === 'v4' && budget === undefined && levels.includes(level)) return { reasoning: level }
  const key = optionsKey(provider)
  const own = Object.hasOwn(spellings, key) ? spellings[key]?.(level, budget) : undefined
  if (own) return { own: { ...own } }
  warnings.unsupported(
    'thinking',
    `There is no telling "${provider}" ${budget === undefined ? `to think "${level}"` : `how many tokens to think`} here: say it in providerOptions.`,
  )
  return {}
}

function effort(level: string, budget: number | undefined): object | undefined {
  return budget === undefined ? { reasoningEffort: level } : undefined
}

function switched(level: string, budget: number | undefined, member: string): object {
  return level === 'none'
    ? { type: 'disabled' }
    : { type: 'enabled', [member]: budget ?? budgets[level] ?? 4096 }
}

function levelOf(asked: unknown): string {
  if (typeof asked === 'string') return asked
  return asked === false ? 'none' : 'medium'
}

function budgetIn(asked: unknown): number | undefined {
  if (typeof asked !== 'object' || asked === null || !('maxTokens' in asked)) return undefined
  return typeof asked.maxTokens === 'number' ? asked.maxTokens : undefined
}
