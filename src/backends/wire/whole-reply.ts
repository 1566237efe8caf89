import type { Cancellable } from '../../util/cancel-scope.ts'
import type { Reply } from '../../http/endpoint.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'
import { explainPayload } from '../../http/explain-failure.ts'
import { parseFrame } from './parse-frame.ts'

/** A reply that is one JSON object. */
export interface WholeReply {
  readonly body: Record<string, unknown>
  readonly sent: Sent
}

/** Sends, and reads all of the reply. @throws BackendError for one that breaks off, is no JSON, or tells of an error. */
export async function wholeReply(open: () => Promise<Reply>, signal: Cancellable): Promise<WholeReply> {
  signal.throwIfAborted()
  const { response, sent } = await open()
  const text = await response.text().catch((cause: unknown) => {
    response.discard()
    signal.throwIfAborted()
    const what = 'the reply broke off before its end'
    throw malformedReply(what, sent, { raw: '', text: '', retryable: true, cause })
  })
  signal.throwIfAborted()
  const body = parseFrame(text, sent, '')
  if (body['error']) throw explainPayload(body, sent, '')
  return { body, sent }
}
