import { maskURL, secretsIn } from '../util/mask-secrets.ts'
import { remembered } from '../util/remembered.ts'
import { networkError } from './network-error.ts'
import { redirectTarget } from './redirect.ts'
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
  const { url, authorization, masked } = addressOf(request.url)
  const headers = { ...authorization, ...request.headers }
  const sent: Sent = {
    provider: endpoint.provider,
    hints: endpoint.hints,
    url: masked,
    secrets: secretsIn(headers),
  }
  let next: HttpRequest = { ...request, url, headers }
  for (let hops = 0; ; hops++) {
    const response = await transmit(endpoint.transport, next, sent)
    if (response.status >= 200 && response.status < 300) return { response, sent }
    if (response.status < 400) next = { ...next, url: redirectTarget(next, response, sent, hops) }
    else throw await statusError(response, sent, request.signal)
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

interface Address {
  readonly url: string
  readonly authorization: { readonly authorization?: string }
  /** As errors may show it. */
  readonly masked: string
}

/** A name and password in an address become a header: `fetch` refuses them, and errors would show them. */
const addressOf = remembered((address): Address => {
  const url = new URL(address)
  if (!url.username && !url.password) return { url: url.href, authorization: {}, masked: maskURL(url.href) }
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  const authorization = `Basic ${btoa(pair)}`
  return { url: url.href, authorization: { authorization }, masked: maskURL(url.href) }
})
