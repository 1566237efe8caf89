import { abortable } from './abortable.ts'

/**
 * One run of `task` for all who ask while it runs; its outcome is not kept. Who aborts leaves, and the last one to leave stops it.
 */
export function sharedTask<T>(
  task: (signal: AbortSignal) => Promise<T>,
): (signal: AbortSignal) => Promise<T> {
  let running: { readonly result: Promise<T>; readonly stop: AbortController; waiting: number } | undefined
  return async (signal) => {
    signal.throwIfAborted()
    if (!running) {
      const stop = new AbortController()
      running = { result: task(stop.signal), stop, waiting: 0 }
    }
    const mine = running
    mine.waiting += 1
    try {
      return await abortable(mine.result, signal)
    } finally {
      mine.waiting -= 1
      if (mine.waiting === 0) {
        mine.stop.abort()
        if (running === mine) running = undefined
      }
    }
  }
}
