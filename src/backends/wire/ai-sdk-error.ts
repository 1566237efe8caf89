import { BackendError } from '../../core/backend-error.ts'
import { MelleaError, OptionError, type MelleaErrorCode } from '../../core/errors.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import { networkError } from '../../http/network-error.ts'
import { safeCause } from '../../http/safe-cause.ts'
import type { Sent } from '../../http/sent.ts'
import { explained, failureInStream, statusError } from '../../http/status-error.ts'
import type { Cancellable } from '../../util/cancel-scope.ts'
import { maskURL } from '../../util/mask-secrets.ts'

/** What errors of the AI SDK hold; each kind has some of it. */
interface AISDKFailure {
  readonly name?: string
  readonly message?: string
  readonly url?: string
  readonly statusCode?: number
  readonly responseHeaders?: { readonly [name: string]: string }
  readonly responseBody?: string
  readonly text?: string
  readonly value?: unknown
  readonly data?: unknown
  readonly cause?: unknown
}

const unreadable: ReadonlySet<string> = new Set([
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
  'AI_NoContentGeneratedError',
])

/** Errors that are known before anything is sent. */
const early: { readonly [name: string]: MelleaErrorCode } = {
  AI_LoadSettingError: 'invalid-option',
  AI_InvalidArgumentError: 'invalid-option',
  AI_InvalidPromptError: 'invalid-option',
  AI_UnsupportedFunctionalityError: 'unsupported',
  AI_TooManyEmbeddingValuesForCallError: 'unsupported',
}

/** An error of a provider's package, by its shape, as one of this library's. @param text what had been generated before */
export async function fromAISDKError(
  error: unknown,
  given: Sent,
  { text, signal }: { readonly text: string; readonly signal: Cancellable },
): Promise<unknown> {
  if (MelleaError.isInstance(error)) return error
  if (!(error instanceof Error)) return explained(failureInStream(payloadOf(error), given, text))
  const failure: Error & AISDKFailure = error
  const { name, url, statusCode: status, cause } = failure
  const sent = url === undefined ? given : { ...given, url: maskURL(url) }
  if (name === 'AI_LoadAPIKeyError' || name === 'AI_NoSuchModelError') return refused(failure, sent)
  const known = early[name]
  if (known) return new OptionError(`${sent.provider}: ${error.message}`, { code: known, cause: error })
  if (unreadable.has(name) || (status !== undefined && status < 300))
    return malformedReply('a part of the reply cannot be read', sent, {
      raw: rawOf(failure),
      text,
      cause: error,
    })
  if (status !== undefined) return statusError(responseOf(failure, status), echoless(failure, sent), signal)
  if (name === 'AI_APICallError') return networkError(cause ?? error, sent)
  return text === ''
    ? networkError(error, sent)
    : malformedReply('the reply broke off before its end', sent, {
        raw: rawOf(failure),
        text,
        retryable: true,
        cause: error,
      })
}

function refused({ name, message = '', ...rest }: AISDKFailure, { provider, url, secrets }: Sent): Error {
  const code = name === 'AI_NoSuchModelError' ? 'model-not-found' : 'unauthorized'
  return new BackendError(message, { provider, url, code, cause: safeCause(rest.cause, secrets) })
}

/** An error in a stream may be anything. */
function payloadOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && !('error' in error) ? { error } : error
}

function rawOf({ responseBody, text, value, data, message = '' }: AISDKFailure): string {
  const raw = responseBody ?? text ?? value ?? data
  if (raw === undefined) return message
  return typeof raw === 'string' ? raw : JSON.stringify(raw)
}

function responseOf(failure: AISDKFailure, status: number): Parameters<typeof statusError>[0] {
  const body = failure.responseBody ?? failure.message ?? ''
  return {
    status,
    headers: new Headers(failure.responseHeaders),
    body: (async function* () {})(),
    text: async () => body,
    release: () => {},
    discard: () => {},
  }
}

/** Only the provider's package knows its key: in a refusal of one, what looks like a key is one. */
function echoless({ statusCode, responseBody = '' }: AISDKFailure, sent: Sent): Sent {
  if (statusCode !== 401 && statusCode !== 403) return sent
  const words = responseBody.match(/[\w.~+/=*-]{16,}/g) ?? []
  return {
    ...sent,
    secrets: [...sent.secrets, ...words.filter((word) => /\d/.test(word) || word.startsWith('sk-'))],
  }
}
