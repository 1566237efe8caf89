import type { Clock } from '../core/clock.ts'
import { whenAborted, type Cancellable } from '../util/cancel-scope.ts'

/** Settles after `ms`, or rejects with the reason of `scope`, whichever comes first. */
export function pause(ms: number, clock: Clock, scope: Cancellable): Promise<void> {
  return new Promise((fulfil, reject) => {
    const cancel = clock.after(ms, () => {
      forget()
      fulfil()
    })
    const forget = whenAborted(scope, () => {
      cancel()
      reject(scope.reason)
    })
  })
}
