import type { Warning } from '../core/backend.ts'
import { textOf, type WireMessage } from '../core/message.ts'
import type { ReportedUsage } from '../core/usage.ts'

/** What tells whether a prompt was read to its end. */
export interface PromptCount {
  readonly messages: readonly WireMessage[]
  readonly usage: ReportedUsage | undefined
  /** The window that the server was told, in tokens. */
  readonly window?: number | undefined
}

/** More characters than any text has in a token, but for rows of one character. */
const MOST_CHARACTERS = 8
/** No window is smaller than twice this, in tokens: fewer are those that were not in a cache. */
const LEAST_READ = 256

/**
 * Warns of a prompt that its server cut to its context window and answered as if nothing had happened. Ollama fills half of the window
 * then, and two tokens more, or all of it (https://github.com/ollama/ollama/issues/17427); others shorten it in their own ways: what is
 * left is too little for the text.
 */
export function contextCut({ messages, usage, window }: PromptCount): Warning | undefined {
  // a count of nothing is one of what was not in the cache
  if (!usage || usage.estimated || usage.inputTokens === 0) return undefined
  const read = usage.inputTokens
  const characters = lengthOf(messages)
  if (window !== undefined && read + usage.outputTokens > window + 1 && read < window - 1)
    return shifted(window)
  const fills = window !== undefined && read >= window - 1
  const isTooFew = characters > MOST_CHARACTERS * read && read >= LEAST_READ
  const isHalf = characters > 5.5 * read && isWindow(read - 2)
  const isWhole = characters > 4 * read && isWindow(read)
  if (!fills && !isTooFew && !isHalf && !isWhole) return undefined
  const message = `The server read ${read} tokens of a prompt of ${characters} characters: it cut the prompt to its context window, and the model has not seen all of it. Shorten the prompt, or raise contextWindow.`
  return { code: 'context-truncated', option: 'contextWindow', message }
}

/** Ollama and llama.cpp forget the older half of what they have read to have room for more of the answer. */
function shifted(window: number): Warning {
  const message = `The answer went on beyond the context window of ${window} tokens: the model has forgotten the beginning of what it was told. Raise contextWindow, or lower maxNewTokens.`
  return { code: 'context-truncated', option: 'contextWindow', message }
}

/** Without rows of one character, which are few tokens. */
function lengthOf(messages: readonly WireMessage[]): number {
  return messages.reduce(
    (sum, message) => sum + textOf(message).replaceAll(/(.)\1{3,}/gs, '$1$1$1').length,
    0,
  )
}

/** Windows are powers of two. */
function isWindow(tokens: number): boolean {
  return tokens >= 1024 && Number.isInteger(Math.log2(tokens))
}
