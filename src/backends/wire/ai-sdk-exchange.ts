import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import { malformedReply } from '../../http/malformed-reply.ts'
import type { Sent } from '../../http/sent.ts'
import { abortable } from '../../util/abortable.ts'
import { CancelScope } from '../../util/cancel-scope.ts'
import { cancellable } from '../../util/lazy-signal.ts'
import { PushIterable, type Push } from '../../util/push-iterable.ts'
import { aiSDKCall } from './ai-sdk-call.ts'
import { fromAISDKError } from './ai-sdk-error.ts'
import type { AISDKModel } from './ai-sdk-model.ts'
import type { AISDKPart, AISDKResult } from './ai-sdk-part.ts'
import { AISDKReader } from './ai-sdk-reader.ts'

/** One call of a model of the AI SDK, and the events of its answer. The caller's abort is an ending, not an error. */
export function aiSDKExchange(
  request: GenerateRequest,
  model: AISDKModel,
  sent: Sent,
): PushIterable<BackendEvent> {
  return new PushIterable(async (push, whoReads) => {
    const scope = new CancelScope(cancellable(request), whoReads)
    const reader = new AISDKReader(request)
    let latest: AISDKPart | undefined
    try {
      scope.throwIfAborted()
      const call = aiSDKCall(request, model)
      reader.begin(call)
      reader.sent = true
      const options = { ...call.options, abortSignal: scope.signal } as never
      if (request.transport === 'stream')
        await eachPart(model, options, { scope, reader }, (part) => {
          latest = part
          if (part.type === 'error') throw part.error
          return reader.take(part).every(push)
        })
      else {
        const result = await abortable(model.doGenerate(options), scope)
        // what a package gives is read with care: every member may be missing
        reader.takeWhole(result as AISDKResult).every(push)
      }
      scope.throwIfAborted()
      finish(reader, push, { sent, latest })
    } catch (error) {
      if (!scope.aborted) throw await fromAISDKError(error, sent, { text: reader.text, signal: scope })
      reader.aborted().every(push)
    } finally {
      scope.unlink()
    }
  })
}

function finish(
  reader: AISDKReader,
  push: Push<BackendEvent>,
  { sent, latest }: { readonly sent: Sent; readonly latest: AISDKPart | undefined },
): void {
  const last = { raw: JSON.stringify(latest ?? null), text: reader.text }
  if (reader.empty) throw malformedReply('the reply is empty', sent, { ...last, retryable: true })
  if (!reader.ended)
    throw malformedReply('the reply broke off before its end', sent, { ...last, retryable: true })
  const reason = reader.reason
  if (reason === 'error')
    throw malformedReply('the model ended its answer with an error', sent, { ...last, retryable: true })
  reader.finish().every(push)
}

interface Reading {
  readonly scope: CancelScope
  readonly reader: AISDKReader
}

async function eachPart(
  model: AISDKModel,
  options: never,
  { scope, reader }: Reading,
  take: (part: AISDKPart) => boolean,
): Promise<void> {
  const reply = await abortable(model.doStream(options), scope)
  const { request } = reply as { readonly request?: { readonly body?: unknown } }
  reader.posted(request?.body)
  const parts = reply.stream.getReader()
  try {
    for (;;) {
      const { done, value } = await abortable(parts.read(), scope)
      if (done) return
      const part = value as AISDKPart
      if (!take(part)) return
    }
  } finally {
    // one that is over, or broken, has nothing to cancel
    void Promise.resolve(parts.cancel()).catch(() => {})
  }
}
