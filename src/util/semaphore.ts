import { onAbort } from './on-abort.ts'

/** Lets at most `places` in at a time, in the order of asking. */
export class Semaphore {
  readonly #places: number
  #taken = 0
  readonly #queue: (() => void)[] = []

  constructor(places: number) {
    this.#places = places
  }

  /** Resolves with what gives the place back; rejects with the signal's reason, and leaves the queue, when it aborts first. */
  acquire(signal: AbortSignal): Promise<() => void> {
    return new Promise((fulfil, reject) => {
      if (signal.aborted) return reject(signal.reason)
      let forget = (): void => {}
      const stop = (): void => {
        this.#queue.splice(this.#queue.indexOf(enter), 1)
        reject(signal.reason)
      }
      const enter = (): void => {
        forget()
        this.#taken += 1
        fulfil(this.#place())
      }
      if (this.#taken < this.#places) return enter()
      forget = onAbort(signal, stop)
      this.#queue.push(enter)
    })
  }

  #place(): () => void {
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#taken -= 1
      this.#queue.shift()?.()
    }
  }
}
