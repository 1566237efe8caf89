import { toBase64 } from '../util/base64.ts'
import { maskURL, secretsIn } from '../util/mask-secrets.ts'
import { remembered } from '../util/remembered.ts'
import { networkError } from './network-error.ts'
import type { FailureHints, Sent } from './sent.ts'
import { statusError } from './status-error.ts'
import type { HttpRequest, HttpResponse, Transport } from './transport.ts'

/** A server as errors know it. */
export interface Endpoint {
  readonly provider: string
  readonly transport: Transport
  readonly hints: FailureHints
}

export interface Reply {
  readonly response: HttpResponse
  readonly sent: Sent
}

/**
 * Sends a request and gives its successful reply.
 *
 * @throws BackendError for no reply and for every status from 300 up; the signal's reason, untouched, once it aborts.
 */
export async function send(endpoint: Endpoint, request: HttpRequest): Promise<Reply> {
  const { url, authorization, query, masked } = addressOf(request.url)
  const headers = { ...authorization, ...request.headers }
  let sent: Sent = {
    provider: endpoint.provider,
    hints: endpoint.hints,
    url: masked,
    secrets: secretsIn(query ? { ...query, ...headers } : headers),
  }
  let next: HttpRequest = { ...request, url, headers }
  for (let hops = 0; ; hops++) {
    const response = await transmit(endpoint.transport, next, sent)
    if (response.secrets) sent = { ...sent, secrets: [...response.secrets, ...sent.secrets] }
    if (response.status >= 200 && response.status < 300) return { response, sent }
    if (response.status < 400) {
      const { redirectTarget } = await import('./redirect.ts')
      next = { ...next, url: redirectTarget(next, response, sent, hops) }
    } else throw await statusError(response, sent, request.signal)
  }
}

async function transmit(transport: Transport, request: HttpRequest, sent: Sent): Promise<HttpResponse> {
  try {
    return await transport(request)
  } catch (error) {
    request.signal.throwIfAborted()
    throw networkError(error, sent)
  }
}

export interface Address {
  readonly url: string
  readonly authorization: { readonly authorization?: string }
  /** Which may hold keys. */
  readonly query: { readonly [name: string]: string } | undefined
  /** As errors may show it. */
  readonly masked: string
}

/** A name and password in an address become a header: `fetch` refuses them, and errors would show them. */
export const addressOf: (address: string) => Address = remembered((address): Address => {
  const url = new URL(address)
  const { username, password } = url
  url.username = ''
  url.password = ''
  const { href } = url
  const query = url.search ? Object.fromEntries(url.searchParams) : undefined
  const known = { url: href, query, masked: maskURL(href) }
  if (!username && !password) return { ...known, authorization: {} }
  const pair = new TextEncoder().encode(`${unescaped(username)}:${unescaped(password)}`)
  return { ...known, authorization: { authorization: `Basic ${toBase64(pair)}` } }
})

/** What is no escape is meant as it stands. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
