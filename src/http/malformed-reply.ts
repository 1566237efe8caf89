import { BackendError } from '../core/backend-error.ts'
import { maskSecrets } from '../util/mask-secrets.ts'
import { safeCause } from './safe-cause.ts'
import type { Sent } from './sent.ts'

interface MalformedOptions {
  /** The part that could not be read. */
  readonly raw: string
  /** What had been generated before. */
  readonly text: string
  readonly cause?: unknown
  readonly retryable?: boolean
}

/** A reply that could not be read, or that broke off. */
export function malformedReply(
  what: string,
  sent: Sent,
  { raw, text, cause, ...options }: MalformedOptions,
): BackendError {
  return new BackendError(`${what} (from ${sent.url}).`, {
    provider: sent.provider,
    url: sent.url,
    code: 'malformed-reply',
    raw: maskSecrets(raw, sent.secrets),
    text: maskSecrets(text, sent.secrets),
    cause: safeCause(cause, sent.secrets),
    ...options,
  })
}
