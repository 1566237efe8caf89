import type { Backend, BackendEvent, GenerateRequest } from '../core/backend.ts'
import type { CallSettings } from './call-settings.ts'
import { pause } from './pause.ts'
import { physicalCall, type CallAccount } from './physical-call.ts'
import { retryWait } from './retry-policy.ts'

type Call = (request: GenerateRequest) => AsyncIterable<BackendEvent>

/**
 * The only door to a backend: middleware around every physical call, retries around those.
 * A retry happens only before the first event was seen; it is a row in the ledger, not an attempt.
 */
export async function* callBackend(
  backend: Backend,
  request: GenerateRequest,
  account: CallAccount,
  settings: CallSettings,
): AsyncGenerator<BackendEvent, void, undefined> {
  const innermost: Call = (each) => physicalCall(backend, each, account, settings)
  const call = settings.middleware.reduceRight<Call>(
    (next, middleware) => (each) => middleware(each, next, backend),
    innermost,
  )
  for (let retry = 1; ; retry++) {
    let seen = false
    try {
      for await (const event of call(request)) {
        seen = true
        yield event
      }
      return
    } catch (error) {
      const wait = seen || retry > settings.maxRetries ? undefined : retryWait(error, retry, settings.random)
      if (wait === undefined || request.signal.aborted) throw error
      await pause(wait, settings.clock, request.signal)
    }
  }
}
