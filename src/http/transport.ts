import type { Cancellable } from '../util/cancel-scope.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string
  /** Closes the connection at once, also while the body is read. */
  readonly signal: Cancellable
}

/** A reply whose body is read as it arrives; what nobody reads is not asked for. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** What the transport itself has sent along that must not be shown, such as a password for a proxy. */
  readonly secrets?: readonly string[]
  /** May be read once. Leaving it early stops reading and nothing else. */
  readonly body: AsyncIterable<Uint8Array>
  /** All of the body that has not been read. */
  text(): Promise<string>
  /** What counts has been read: the connection is given back once the reply ends, and keeps nothing alive until then. */
  release(): void
  /** Closes the connection. */
  discard(): void
}

/** Sends one request and gives its reply, whatever the status; follows no redirect; rejects with the signal's reason once it aborts. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

export type Fetch = typeof globalThis.fetch
