/** A token, and when it ends: milliseconds since 1970. */
export interface ExpiringToken {
  readonly token: string
  readonly expiresAt: number
}

/** How long before its end a token is no longer used, in milliseconds: a request takes its time. */
const MARGIN = 60_000

/** Gets a token when it is needed, once for all who ask, and again when it is about to end. A failure is not kept. */
export function expiringToken(
  get: () => Promise<ExpiringToken>,
  now: () => number = Date.now,
): () => Promise<string> {
  let latest: ExpiringToken | undefined
  let getting: Promise<ExpiringToken> | undefined
  return async () => {
    if (latest && latest.expiresAt - MARGIN > now()) return latest.token
    getting ??= get().finally(() => (getting = undefined))
    latest = await getting
    return latest.token
  }
}
