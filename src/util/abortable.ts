import { whenAborted, type Cancellable } from './cancel-scope.ts'

/** The promise, or the reason of `scope` as soon as it aborts, whichever comes first. What still runs is left to its own scope. */
export function abortable<T>(promise: PromiseLike<T>, scope: Cancellable): Promise<T> {
  return new Promise((fulfil, reject) => {
    if (scope.aborted) {
      // its failure, if any, has nobody left to tell
      promise.then(undefined, () => {})
      reject(scope.reason)
      return
    }
    const forget = whenAborted(scope, () => reject(scope.reason))
    promise.then(fulfil, reject).then(forget)
  })
}
