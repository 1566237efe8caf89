import { onAbort } from './on-abort.ts'

/** The promise, or the reason of `signal` as soon as it aborts, whichever comes first. What still runs is left to its own signal. */
export function abortable<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((fulfil, reject) => {
    if (signal.aborted) {
      // its failure, if any, has nobody left to tell
      promise.then(undefined, () => {})
      reject(signal.reason)
      return
    }
    const forget = onAbort(signal, () => reject(signal.reason))
    promise.then(fulfil, reject).then(forget)
  })
}
