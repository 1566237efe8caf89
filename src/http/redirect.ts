import { BackendError } from '../core/backend-error.ts'
import { maskSecrets, maskURL } from '../util/mask-secrets.ts'
import type { Sent } from './sent.ts'
import type { HttpRequest, HttpResponse } from './transport.ts'

const MOST_HOPS = 5

/** Where a redirect leads; only a GET, and only within its origin, as the keys of the request go along. */
export function redirectTarget(
  request: HttpRequest,
  response: HttpResponse,
  sent: Sent,
  hops: number,
): string {
  response.discard()
  const { status } = response
  const location = response.headers.get('location')
  const target = location && URL.canParse(location, request.url) ? new URL(location, request.url) : undefined
  const within = target?.origin === new URL(request.url).origin
  if (target && within && request.method === 'GET' && hops < MOST_HOPS) return target.href
  const where = target ? ` to ${maskSecrets(maskURL(target.href), sent.secrets)}` : ''
  throw new BackendError(
    `${sent.url} redirects${where}, which is not followed with a key or a prompt: set \`baseURL\` to the final address.`,
    { provider: sent.provider, code: 'bad-request', status, url: sent.url },
  )
}
