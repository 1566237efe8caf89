/** What a sequence of the context holds. */
export interface SlotState {
  readonly history: readonly number[]
  /** How many tokens at its beginning were computed as parts of a prompt. */
  readonly clean: number
  readonly affinity: string | undefined
  /** Grows with every use. */
  readonly usedAt: number
}

export interface SlotRequest {
  readonly tokens: readonly number[]
  readonly affinity: string | undefined
  /** Only what gives the very same answer as an empty sequence may be kept. */
  readonly exact: boolean
}

/**
 * How many tokens of a sequence are kept for a prompt. One token is always left to evaluate, and before it none or at least two: a
 * single one would be rounded differently.
 */
export function keptTokens(
  { history, clean }: Pick<SlotState, 'history' | 'clean'>,
  { tokens, exact }: SlotRequest,
): number {
  const most = Math.min(exact ? clean : history.length, history.length, tokens.length - 1)
  let kept = 0
  while (kept < most && history[kept] === tokens[kept]) kept++
  return tokens.length - 1 - kept === 1 ? Math.max(0, kept - 1) : kept
}

/**
 * The sequence to use: the one that saves most work now and, for another conversation, destroys least. Of equals the
 * conversation's own, then the one that was not used for longest.
 */
export function chooseSlot<S extends SlotState>(slots: readonly S[], request: SlotRequest): S | undefined {
  const isOwn = (slot: S): boolean => request.affinity !== undefined && slot.affinity === request.affinity
  const cost = (slot: S): number => {
    const kept = keptTokens(slot, request)
    return request.tokens.length - kept + (isOwn(slot) ? 0 : (slot.history.length - kept) / 2)
  }
  const rank = (one: S, other: S): number =>
    cost(one) - cost(other) || Number(isOwn(other)) - Number(isOwn(one)) || one.usedAt - other.usedAt
  return slots.toSorted(rank)[0]
}
