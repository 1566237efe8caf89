import { BackendError } from '../core/backend-error.ts'
import { MelleaError } from '../core/errors.ts'
import { maskSecrets } from '../util/mask-secrets.ts'
import { safeCause } from './safe-cause.ts'
import type { Sent } from './sent.ts'

/** No reply came. What was already understood is passed through. */
export function networkError(error: unknown, { provider, url, hints, secrets }: Sent): Error {
  if (error instanceof MelleaError) return error
  const code = systemCode(error) ?? ''
  const timeout = /TIMEDOUT$|^UND_ERR_\w+_TIMEOUT$/.test(code) || isTimeout(error)
  const remedy = remedies.find(({ codes }) => codes.test(code))?.remedy
  return new BackendError(
    `no reply, tried ${url} (${maskSecrets(code || messageOf(error), secrets)}): ${remedy ?? hints.unreachable}`,
    {
      provider,
      url,
      code: timeout ? 'timeout' : 'unreachable',
      // none of these becomes right by asking again
      retryable: remedy === undefined && code !== 'ERR_INVALID_URL',
      cause: safeCause(error, secrets),
    },
  )
}

/** Failures that stay, by their codes in Node and in OpenSSL. Source: https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html */
const remedies: readonly { readonly codes: RegExp; readonly remedy: string }[] = [
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/,
    remedy:
      'its certificate is not trusted; set NODE_EXTRA_CA_CERTS to that of your authority, or mend the address.',
  },
  {
    codes: /EPROTO|ERR_SSL/,
    remedy: 'TLS is not what is spoken there; should `baseURL` begin with http://?',
  },
  {
    codes: /^HPE_/,
    remedy: 'HTTP is not what is spoken there; check `baseURL`, and https:// or http:// in it.',
  },
]

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
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
