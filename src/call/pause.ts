import type { Clock } from '../core/clock.ts'

/** Settles after `ms`, or rejects with the reason of `signal`, whichever comes first. */
export function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((fulfil, reject) => {
    const stop = (): void => {
      cancel()
      reject(signal.reason)
    }
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop)
      fulfil()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
