import { BackendError } from '../core/backend-error.ts'
import { MelleaError } from '../core/errors.ts'

/** Longest that a server may make us wait for a retry, in milliseconds; asked for more, the error is given back at once. */
const longestWaitMs = 60_000

/**
 * How long to wait before retry number `retry` (from 1), in milliseconds; `undefined` when there is no point.
 * The server's word counts; without one it is half a second, doubled every time, up to 8, less up to a quarter by chance.
 */
export function retryWait(error: unknown, retry: number, random: () => number): number | undefined {
  if (!MelleaError.isInstance(error) || !error.retryable) return undefined
  const asked = error instanceof BackendError ? error.retryAfterMs : undefined
  if (asked !== undefined) return asked <= longestWaitMs ? asked : undefined
  return Math.min(8_000, 500 * 2 ** (retry - 1)) * (1 - 0.25 * random())
}
