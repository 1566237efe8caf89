import type { Cancellable } from '../util/cancel-scope.ts'
import { BackendError } from '../core/backend-error.ts'
import type { MelleaErrorCode } from '../core/errors.ts'
import { maskSecrets } from '../util/mask-secrets.ts'
import { retryDelay } from '../util/retry-delay.ts'
import { readFailure, type Failure } from './failure-body.ts'
import type { FailureHints, Sent } from './sent.ts'
import type { HttpResponse } from './transport.ts'

/** Most of a server's own words in a message, in characters; `raw` has them all. */
const MOST_WORDS = 600

interface Verdict {
  readonly code: MelleaErrorCode
  readonly retryable?: boolean
}

/** The error behind a status from 400 up. */
export async function statusError(
  response: HttpResponse,
  sent: Sent,
  signal: Cancellable,
): Promise<BackendError> {
  const { status, headers } = response
  let body = ''
  try {
    body = await response.text()
  } catch {
    // the status says enough
    signal.throwIfAborted()
  }
  const failure = readFailure(body, sent.secrets)
  const verdict = judge(status, failure)
  const asked = headers.get('x-should-retry')
  return new BackendError(toMessage({ status, failure, code: verdict.code, sent }), {
    provider: sent.provider,
    url: sent.url,
    status,
    code: verdict.code,
    retryable: asked === 'true' || (asked !== 'false' && (verdict.retryable ?? false)),
    retryAfterMs: retryDelay(headers),
    raw: failure.raw,
  })
}

/** An error that a server put into a reply that had begun well. */
export function failureInStream(payload: unknown, sent: Sent, text: string): BackendError {
  const failure = readFailure(payload, sent.secrets)
  const status = /^[45]\d\d$/.test(failure.kind) ? Number(failure.kind) : undefined
  const { code, retryable } = judge(status ?? statusOf(failure), failure)
  const options = {
    provider: sent.provider,
    url: sent.url,
    status,
    code,
    text: maskSecrets(text, sent.secrets),
    raw: failure.raw,
  }
  return new BackendError(toMessage({ status, failure, code, sent }), { ...options, retryable })
}

function statusOf({ kind, text }: Failure): number {
  if (/rate_limit|quota/i.test(kind)) return 429
  if (/auth|permission/i.test(kind)) return 401
  if (/invalid_|bad_?request|_policy|context_length|image/i.test(kind)) return 400
  return /not found/i.test(text) ? 404 : 500
}

const overflow =
  /context.{0,3}(length|window|size|limit)|maximum context|too many tokens|(prompt|input) is too long|exceeds? the (available )?context/i

function judge(status: number, { kind, text }: Failure): Verdict {
  if (status === 401 || status === 403) return { code: 'unauthorized' }
  if (status === 404) return { code: isAboutModel(kind, text) ? 'model-not-found' : 'bad-request' }
  if (status === 408 || status === 504) return { code: 'timeout', retryable: true }
  if (status === 429) return { code: 'rate-limited', retryable: !/insufficient_quota/.test(kind) }
  if (status >= 500) return { code: 'overloaded', retryable: status !== 501 && status !== 505 }
  if (status === 413 || /context_length_exceeded/.test(kind) || overflow.test(text))
    return { code: 'context-overflow' }
  if (/content_filter|(content|bio)_policy/.test(kind) || /blocked by content filtering/i.test(text))
    return { code: 'content-filtered' }
  // some servers answer 400 for a name they do not know
  const named = /model_not_found/.test(kind) || /model identifier is invalid/i.test(text)
  return { code: named ? 'model-not-found' : 'bad-request' }
}

function isAboutModel(kind: string, text: string): boolean {
  return (
    /model_not_found/.test(kind) ||
    (/not_found_error/.test(kind) && text.startsWith('model: ')) ||
    (/\bmodel\b/i.test(text) && /not found|does ?n.t exist|no such|not exist/i.test(text))
  )
}

interface MessageFacts {
  readonly status: number | undefined
  readonly failure: Failure
  readonly code: MelleaErrorCode
  readonly sent: Sent
}

function toMessage({ status, failure, code, sent }: MessageFacts): string {
  const words = failure.text.trim().slice(0, MOST_WORDS)
  const said = words || (status === undefined ? 'an error without a word' : `status ${status} without a word`)
  const hint = hintFor(code, status, sent.url, sent.hints)
  return `${said.replace(/[.\s]+$/, '')}${status === undefined ? '' : ` (${status})`}${hint ? `: ${hint}` : '.'}`
}

function hintFor(
  code: MelleaErrorCode,
  status: number | undefined,
  url: string,
  hints: FailureHints,
): string {
  if (code === 'unauthorized') return hints.unauthorized
  if (code === 'model-not-found') return hints.modelNotFound
  if (code === 'context-overflow')
    return 'the prompt and the answer do not fit the context window; shorten the prompt or lower maxNewTokens.'
  if (status === 404) return `there is nothing at ${url}; check \`baseURL\`.`
  return ''
}
