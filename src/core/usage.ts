/** Tokens of one answer, as the provider counts them. */
export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  /** `inputTokens + outputTokens`. */
  readonly totalTokens: number
  /** The part of `inputTokens` that came out of the provider's cache. */
  readonly cachedInputTokens?: number
  /** The part of `outputTokens` that was thinking. */
  readonly thinkingTokens?: number
  /** The provider did not count: these are guesses from the length of the text. */
  readonly estimated?: boolean
}

/** What a backend reports; the total is derived. */
export type ReportedUsage = Omit<Usage, 'totalTokens'>

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 }

/** Adds the total to what a backend reported. */
export function toUsage(reported: ReportedUsage): Usage {
  const { inputTokens, outputTokens } = reported
  // not spread: what is added to a spread object costs a shape of its own, each time
  return Object.assign({ inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }, reported)
}

/** The sum, field by field; estimated as soon as one of the two is. */
export function addUsage(a: Usage, b: Usage): Usage {
  const cachedInputTokens = (a.cachedInputTokens ?? 0) + (b.cachedInputTokens ?? 0)
  const thinkingTokens = (a.thinkingTokens ?? 0) + (b.thinkingTokens ?? 0)
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    ...(cachedInputTokens > 0 && { cachedInputTokens }),
    ...(thinkingTokens > 0 && { thinkingTokens }),
    ...((a.estimated || b.estimated) && { estimated: true }),
  }
}
