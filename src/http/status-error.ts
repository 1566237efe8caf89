import type { BackendError } from '../core/backend-error.ts'
import type { Cancellable } from '../util/cancel-scope.ts'
import type { Sent } from './sent.ts'
import type { HttpResponse } from './transport.ts'

/** The error behind a status from 400 up. */
export async function statusError(
  response: HttpResponse,
  sent: Sent,
  signal: Cancellable,
): Promise<BackendError> {
  const { status, headers } = response
  let body = ''
  try {
    body = await response.text()
  } catch {
    // the status says enough
    signal.throwIfAborted()
  }
  // failures are seldom: what tells them apart is not for every page of the web
  const { explainStatus } = await import('./explain-failure.ts')
  return explainStatus({ status, headers, body }, sent)
}

/** A server put an error into a reply that had begun well; `explained` says which one. */
export class FailureInStream extends Error {
  readonly payload: unknown
  readonly sent: Sent
  /** What had been generated before. */
  readonly said: string

  constructor(payload: unknown, sent: Sent, said: string) {
    super('an error in the reply')
    this.payload = payload
    this.sent = sent
    this.said = said
  }
}

/** An error that a server put into a reply that had begun well, for whoever reads the reply to throw. */
export function failureInStream(payload: unknown, sent: Sent, text: string): FailureInStream {
  return new FailureInStream(payload, sent, text)
}

/** What a reader threw, as its caller shall see it: a failure of the server as its error, anything else as it is. */
export async function explained(error: unknown): Promise<unknown> {
  if (!(error instanceof FailureInStream)) return error
  const { explainPayload } = await import('./explain-failure.ts')
  return explainPayload(error.payload, error.sent, error.said)
}
