import { claudeVersion } from './claude-version.ts'
import type { WarningList } from './warnings.ts'

/** What a request says of thinking, and of how long its answer may be. */
export interface AnthropicThinking {
  /** Whether the model was told to think: then it is sampled as it likes, and calls no tool on demand. */
  readonly on: boolean
  readonly thinking?: object
  readonly effort?: string
  readonly maxTokens: number
}

/** The least budget that is taken, in tokens. */
const LEAST = 1024
/** How much a level may think, in tokens, as LiteLLM has it. */
const budgets: { readonly [level: string]: number } = { minimal: LEAST, low: LEAST, medium: 2048, high: 4096 }
/** Models that think whatever they are told. */
const always = /claude-(mythos|fable)/

/**
 * Up to 4.5 Claude is given a budget; from 4.6 on it decides by itself, and is told how much effort to make. What is not sent is the
 * model's own choice: off up to 4.8, on since.
 *
 * Source: https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
 */
export function anthropicThinking(
  options: { readonly [name: string]: unknown },
  modelId: string,
  warnings: WarningList,
): AnthropicThinking {
  const { thinking: asked, maxNewTokens } = options
  const given = typeof maxNewTokens === 'number' ? maxNewTokens : undefined
  const version = claudeVersion(modelId)
  const maxTokens = given ?? defaultLimit(version)
  if (asked === undefined || asked === null) return { on: false, maxTokens }
  if (asked === false || asked === 'none') return { ...off(modelId, version, warnings), maxTokens }
  const budget = budgetIn(asked)
  // 4.6 still takes a budget
  if (version !== undefined && version >= 4.6 && (budget === undefined || version > 4.6)) {
    if (budget !== undefined)
      warnings.unsupported(
        'thinking',
        `"${modelId}" takes no budget: it thinks as much as it finds necessary, within maxNewTokens.`,
      )
    const thinking = { type: 'adaptive', display: 'summarized' }
    const effort = typeof asked === 'string' ? effortOf(asked) : undefined
    return { on: true, thinking, ...(effort && { effort }), maxTokens }
  }
  const wanted = Math.max(LEAST, budget ?? budgets[typeof asked === 'string' ? asked : 'medium'] ?? 4096)
  return within(wanted, { given, usual: maxTokens, told: budget !== undefined }, warnings)
}

/** The most that all models of a generation can write, up to 32,000; the protocol wants a limit. */
function defaultLimit(version: number | undefined): number {
  if (version === undefined || version < 3.5) return 4096
  return version < 3.7 ? 8192 : 32_000
}

function off(
  modelId: string,
  version: number | undefined,
  warnings: WarningList,
): Omit<AnthropicThinking, 'maxTokens'> {
  if (version === undefined) return { on: false, thinking: { type: 'disabled' } }
  if (version < 5) return { on: false }
  if (!always.test(modelId)) {
    if (version < 5.5 || modelId.includes('haiku')) return { on: false, thinking: { type: 'disabled' } }
    if (modelId.includes('sonnet')) return { on: false, thinking: { type: 'between_tools' } }
  }
  warnings.unsupported('thinking', `"${modelId}" always thinks: it was told to make little effort.`)
  return { on: false, effort: 'low' }
}

interface Room {
  readonly given: number | undefined
  readonly usual: number
  /** Whether the caller named a number. */
  readonly told: boolean
}

/** A budget has to be smaller than the limit of the whole answer. */
function within(wanted: number, { given, usual, told }: Room, warnings: WarningList): AnthropicThinking {
  const maxTokens = given ?? Math.max(usual, wanted + 4096)
  if (maxTokens <= LEAST) {
    warnings.unsupported(
      'thinking',
      `Claude thinks with ${LEAST} tokens or not at all, and maxNewTokens is ${maxTokens}: it was not told to think.`,
    )
    return { on: false, maxTokens }
  }
  const budget = Math.min(wanted, maxTokens - 1)
  if (told && budget < wanted)
    warnings.unsupported('thinking', `Thinking got ${budget} tokens, since maxNewTokens is ${maxTokens}.`)
  return { on: true, thinking: { type: 'enabled', budget_tokens: budget }, maxTokens }
}

function effortOf(level: string): string {
  return level === 'minimal' ? 'low' : level
}

function budgetIn(asked: unknown): number | undefined {
  if (typeof asked !== 'object' || asked === null || !('maxTokens' in asked)) return undefined
  return typeof asked.maxTokens === 'number' ? asked.maxTokens : undefined
}
