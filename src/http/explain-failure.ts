import { BackendError } from '../core/backend-error.ts'
import type { MelleaErrorCode } from '../core/errors.ts'
import { maskSecrets } from '../util/mask-secrets.ts'
import { retryDelay } from '../util/retry-delay.ts'
import { readFailure, type Failure } from './failure-body.ts'
import { failureVerdict } from './failure-verdict.ts'
import type { Sent } from './sent.ts'
import type { HttpResponse } from './transport.ts'

/** Most of a server's own words in a message, in characters; `raw` has them all. */
const MOST_WORDS = 600

/** A reply with a status from 400 up, read to its end. */
export interface RefusedReply extends Pick<HttpResponse, 'status' | 'headers'> {
  readonly body: string
}

/** The error behind a status from 400 up. */
export function explainStatus({ status, headers, body }: RefusedReply, sent: Sent): BackendError {
  const failure = readFailure(body, sent.secrets)
  const kind = `${failure.kind} ${headers.get('x-amzn-errortype')?.split(':')[0] ?? ''}`.trim()
  const waitMs = retryDelay(headers) ?? failure.waitMs
  const { code, retryable } = failureVerdict({ status, kind, text: failure.text, waitMs })
  const asked = headers.get('x-should-retry')
  return new BackendError(toMessage({ status, failure, code, sent, waitMs }), {
    provider: sent.provider,
    url: sent.url,
    status,
    code,
    retryable: (asked === 'true' && status !== 400) || (asked !== 'false' && retryable),
    retryAfterMs: waitMs,
    raw: failure.raw,
  })
}

/** An error that a server put into a reply that had begun well. */
export function explainPayload(payload: unknown, sent: Sent, text: string): BackendError {
  const failure = readFailure(payload, sent.secrets)
  const { status, waitMs, kind } = failure
  const { code, retryable } = failureVerdict({ status, kind, text: failure.text, waitMs })
  return new BackendError(toMessage({ status, failure, code, sent, waitMs }), {
    provider: sent.provider,
    url: sent.url,
    status,
    code,
    retryable,
    retryAfterMs: waitMs,
    text: maskSecrets(text, sent.secrets),
    raw: failure.raw,
  })
}

interface MessageFacts {
  readonly status: number | undefined
  readonly failure: Failure
  readonly code: MelleaErrorCode
  readonly sent: Sent
  readonly waitMs: number | undefined
}

function toMessage(facts: MessageFacts): string {
  const { status, failure } = facts
  const words = failure.text.trim().slice(0, MOST_WORDS)
  const said = words || (status === undefined ? 'an error without a word' : `status ${status} without a word`)
  const number = status === undefined || words === '' ? '' : ` (${status})`
  return `${said.replace(/[.\s]+$/, '')}${number}: ${hintFor(facts)}`
}

/** What to do about the codes whose remedy is the same everywhere; each ends a sentence. */
const remedies: { readonly [code in MelleaErrorCode]?: string } = {
  'context-overflow':
    'the prompt and the answer do not fit the context window; shorten the prompt, lower maxNewTokens, or raise contextWindow where the server is yours.',
  'content-filtered': 'the filter of the provider stopped it; use other words, or another provider.',
  'quota-exhausted':
    'credit or quota is used up, and asking again does not help; look at the billing of the account, or use another key.',
  unreachable: 'the proxy does not get through to the provider; look at its configuration.',
  timeout: 'it took too long; try again, ask for less (maxNewTokens), or stream the answer.',
  overloaded: 'the server failed, not the request; try again later, or use another model.',
}

function hintFor({ code, status, failure, sent, waitMs }: MessageFacts): string {
  const { url, hints } = sent
  if (status === 407)
    return 'the proxy wants a name and a password; put them into its address, as in http://name:password@proxy.example:3128.'
  if (code === 'model-not-found') return hints.modelNotFound
  if (code === 'rate-limited') return limitHint(failure, waitMs)
  if (code === 'bad-request' && (status === 404 || status === 405))
    return `there is nothing at ${url}; check \`baseURL\`.`
  const gate = failure.isPage ? 'what answered is a gateway, not the server of the model; ' : ''
  const known = code === 'unauthorized' ? hints.unauthorized : remedies[code]
  return `${gate}${known ?? 'the request has to change; MELLEA_LOG=debug shows what was sent.'}`
}

function limitHint({ text }: Failure, waitMs: number | undefined): string {
  if (/request too large for/i.test(text))
    return 'no request of this size is ever let through; make it smaller, or have the limit raised.'
  const wait = waitMs === undefined ? 'wait' : `wait ${Math.ceil(waitMs / 1000)} s`
  return `${wait}, or make fewer calls at once (\`concurrency\`).`
}
