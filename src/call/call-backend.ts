import type { BackendEvent, GenerateRequest } from '../core/backend.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { eachOf, PushIterable, type Push } from '../util/push-iterable.ts'
import { pause } from './pause.ts'
import { physicalCall, type PhysicalCall } from './physical-call.ts'
import { retryWait } from './retry-policy.ts'

/**
 * The only door to a backend: middleware around every physical call, retries around those.
 * A retry happens only before the first event was seen; it is a row in the ledger, not an attempt.
 */
export async function callBackend(call: PhysicalCall, push: Push<BackendEvent>): Promise<void> {
  const { scope, settings } = call
  for (let retry = 1; ; retry++) {
    let seen = false
    try {
      await callOnce(call, (event) => {
        seen = true
        return push(event)
      })
      return
    } catch (error) {
      const wait = seen || retry > settings.maxRetries ? undefined : retryWait(error, retry, settings.random)
      if (wait === undefined || scope.aborted) throw error
      await pause(wait, settings.clock, scope)
    }
  }
}

function callOnce(call: PhysicalCall, push: Push<BackendEvent>): Promise<void> {
  const { backend, scope, settings } = call
  if (settings.middleware.length === 0) return physicalCall(call, push)
  type Next = (request: GenerateRequest) => AsyncIterable<BackendEvent>
  const innermost: Next = (request) =>
    new PushIterable(async (pushEach, reader) => {
      const each = new CancelScope(request.signal, reader)
      try {
        await physicalCall({ ...call, request, scope: each }, pushEach)
      } finally {
        each.unlink()
      }
    })
  const chain = settings.middleware.reduceRight<Next>(
    (next, middleware) => (request) => middleware(request, next, backend),
    innermost,
  )
  return eachOf(chain({ ...call.request, signal: scope.signal }), push)
}
