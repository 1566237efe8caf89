import { MelleaError, type MelleaErrorCode } from '../../core/errors.ts'
import { addressOf } from '../../http/endpoint.ts'
import { safeCause } from '../../http/safe-cause.ts'
import type { HttpResponse } from '../../http/transport.ts'
import { maskSecrets, secretsIn } from '../../util/mask-secrets.ts'
import { idleLimit, type IdleLimit } from './idle-limit.ts'
import { networkReason } from './network-reason.ts'
import type { Pull } from './pull.ts'

export interface HubRequest {
  readonly url: URL
  /** Goes to the origin of `url` and to no other. */
  readonly token: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A reply whose body is still to be read, with `hubBody`, or refused, with `refuse`. */
export interface HubReply {
  readonly response: HttpResponse
  readonly limit: IdleLimit
  readonly refuse: () => void
}

const MAX_REDIRECTS = 10

/**
 * Asks the hub and follows redirects by hand, so that the token never leaves the hub's own origin.
 *
 * @throws MelleaError `unreachable`, `unauthorized`, `model-not-found`, `rate-limited`, `overloaded` or `model-store`; the signal's reason when aborted
 */
export async function fetchFromHub({ url, token, headers }: HubRequest, pull: Pull): Promise<HubReply> {
  const limit = idleLimit(pull.signal, pull.idleTimeoutMs)
  const sent: Record<string, string> = {}
  try {
    let at = url
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const { url: bare, authorization: own } = addressOf(at.href)
      const authorization = token && at.origin === url.origin ? { authorization: `Bearer ${token}` } : own
      Object.assign(sent, authorization)
      const response = await pull.transport({
        method: 'GET',
        url: bare,
        headers: { 'user-agent': 'mellea', ...headers, ...authorization },
        signal: limit.signal,
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || !location) {
        if (response.status < 200 || response.status > 299) throw refusal(response, at, secretsIn(sent))
        const refuse = (): void => {
          limit.stop()
          response.discard()
        }
        return { response, limit, refuse }
      }
      response.discard()
      at = redirected(at, location)
    }
    throw new MelleaError(`${url.origin} sent more than ${MAX_REDIRECTS} redirects`, { code: 'model-store' })
  } catch (error) {
    limit.stop()
    pull.signal.throwIfAborted()
    if (MelleaError.isInstance(error)) throw error
    throw new MelleaError(
      `${url.origin} cannot be reached: ${maskSecrets(networkReason(error), secretsIn(sent))}`,
      {
        code: 'unreachable',
        retryable: true,
        cause: safeCause(error, secretsIn(sent)),
      },
    )
  }
}

/** The chunks of a reply; the server must not fall silent between them. */
export async function* hubBody({
  response,
  limit,
  refuse,
}: HubReply): AsyncGenerator<Uint8Array, void, undefined> {
  let isWhole = false
  try {
    for await (const chunk of response.body) {
      limit.alive()
      yield chunk
    }
    isWhole = true
  } catch (error) {
    // a transport may only tell that it was stopped, not why
    throw limit.signal.aborted ? limit.signal.reason : error
  } finally {
    limit.stop()
    if (isWhole) response.release()
    else refuse()
  }
}

function redirected(from: URL, location: string): URL {
  const to = new URL(location, from)
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return to
  throw new MelleaError(
    `${from.origin} redirects to ${to.protocol}//${to.host}, which is not safe to follow`,
    {
      code: 'model-store',
    },
  )
}

function refusal(response: HttpResponse, url: URL, secrets: readonly string[]): MelleaError {
  response.discard()
  const said = response.headers.get('x-error-message')
  const detail = said && maskSecrets(said, secrets)
  const hub = response.headers.get('x-error-code')
  // what the hub says, without a token, of what does not exist
  const isUnknown = response.status === 401 && detail === 'Invalid username or password.'
  const code = isUnknown ? 'model-not-found' : codeOf(response.status, hub)
  if (isUnknown)
    return new MelleaError(`${url.origin} knows no such repository, or not without HF_TOKEN`, { code })
  return new MelleaError(`${url.origin} answered ${response.status}${detail ? ` (${detail})` : ''}`, {
    code,
    retryable: code === 'rate-limited' || code === 'overloaded',
  })
}

function codeOf(status: number, hub: string | null): MelleaErrorCode {
  if (hub === 'GatedRepo') return 'unauthorized'
  if (hub === 'RepoNotFound' || hub === 'EntryNotFound' || hub === 'RevisionNotFound')
    return 'model-not-found'
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 404 || status === 410) return 'model-not-found'
  if (status === 429) return 'rate-limited'
  return status >= 500 ? 'overloaded' : 'model-store'
}
