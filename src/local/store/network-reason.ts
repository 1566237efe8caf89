/** Why a fetch failed, in words: `fetch` itself only says "fetch failed" and keeps the reason in a chain of causes. */
export function networkReason(error: unknown): string {
  let reason = error instanceof Error ? error.message : String(error)
  let cause = error instanceof Error ? error.cause : undefined
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    reason = cause.message || ('code' in cause ? String(cause.code) : reason)
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause
  }
  return reason
}
