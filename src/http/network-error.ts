import { BackendError } from '../core/backend-error.ts'
import { MelleaError } from '../core/errors.ts'
import { maskSecrets } from '../util/mask-secrets.ts'
import { safeCause } from './safe-cause.ts'
import type { Sent } from './sent.ts'

/** No reply came. What was already understood is passed through. */
export function networkError(error: unknown, { provider, url, hints, secrets }: Sent): Error {
  if (error instanceof MelleaError) return error
  const code = systemCode(error)
  const timeout =
    code === 'ETIMEDOUT' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT'
  return new BackendError(
    `no reply, tried ${url} (${maskSecrets(code ?? messageOf(error), secrets)}): ${hints.unreachable}`,
    {
      provider,
      url,
      code: timeout ? 'timeout' : 'unreachable',
      // a certificate does not become valid by asking again
      retryable: !/CERT|SELF_SIGNED|ERR_TLS|ERR_INVALID_URL/.test(code ?? ''),
      cause: safeCause(error, secrets),
    },
  )
}

/** `fetch` hides the system's error in `cause`, and a try of several addresses hides it in `errors`. */
function systemCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return systemCode(inner, depth + 1)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
