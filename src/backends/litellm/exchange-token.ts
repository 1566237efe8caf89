import { BackendError } from '../../core/backend-error.ts'
import { send, type Endpoint } from '../../http/endpoint.ts'
import type { Transport } from '../../http/transport.ts'
import type { ExpiringToken } from './expiring-token.ts'

/** A request for a token: a form, or a look at a place that knows who asks. */
export interface TokenRequest {
  /** Whose credentials: `'vertex_ai'`. */
  readonly provider: string
  readonly transport: Transport
  readonly url: string
  /** Sent as a form; without one it is a GET. */
  readonly form?: { readonly [name: string]: string }
  readonly headers?: { readonly [name: string]: string }
  /** What to do when it is refused; ends a sentence. */
  readonly remedy: string
}

/**
 * Asks for a token as OAuth has it. What the server says to a refusal is not passed on: it may repeat the credentials.
 *
 * @throws BackendError `unauthorized`, or `unreachable` where nothing answers.
 */
export async function exchangeToken(request: TokenRequest): Promise<ExpiringToken> {
  const { provider, transport, url, form, headers = {}, remedy } = request
  const endpoint: Endpoint = {
    provider,
    transport,
    hints: { unreachable: remedy, unauthorized: remedy, modelNotFound: remedy },
  }
  const body = form && new URLSearchParams(form).toString()
  const type = form && { 'content-type': 'application/x-www-form-urlencoded' }
  const began = Date.now()
  const { signal } = new AbortController()
  try {
    const method = form ? 'POST' : 'GET'
    const own = { accept: 'application/json', ...type, ...headers }
    const { response } = await send(endpoint, { method, url, headers: own, ...(body && { body }), signal })
    const token = toToken(JSON.parse(await response.text()), began)
    if (token) return token
  } catch (error) {
    if (error instanceof BackendError && error.status === undefined) throw error
    const status = error instanceof BackendError ? ` (${error.status})` : ''
    throw refused(request, `${new URL(url).host} gave no token${status}`)
  }
  throw refused(request, `${new URL(url).host} answered without a token`)
}

function refused({ provider, url, remedy }: TokenRequest, what: string): BackendError {
  const { origin, pathname } = new URL(url)
  return new BackendError(`${what}: ${remedy}`, {
    provider,
    code: 'unauthorized',
    url: `${origin}${pathname}`,
  })
}

function toToken(reply: unknown, began: number): ExpiringToken | undefined {
  if (typeof reply !== 'object' || reply === null || !('access_token' in reply)) return undefined
  const { access_token: token } = reply
  const seconds = 'expires_in' in reply ? Number(reply.expires_in) : 0
  if (typeof token !== 'string' || token === '') return undefined
  return { token, expiresAt: began + (Number.isFinite(seconds) ? seconds : 0) * 1000 }
}
