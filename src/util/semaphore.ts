import { whenAborted, type Cancellable } from './cancel-scope.ts'

/** Lets at most `places` in at a time, in the order of asking. */
export class Semaphore {
  readonly #places: number
  #taken = 0
  readonly #queue: (() => void)[] = []

  constructor(places: number) {
    this.#places = places
  }

  /** Resolves with what gives the place back; rejects with the scope's reason, and leaves the queue, when it aborts first. */
  acquire(scope: Cancellable): Promise<() => void> {
    return new Promise((fulfil, reject) => {
      if (scope.aborted) return reject(scope.reason)
      let forget = (): void => {}
      const stop = (): void => {
        this.#queue.splice(this.#queue.indexOf(enter), 1)
        reject(scope.reason)
      }
      const enter = (): void => {
        forget()
        this.#taken += 1
        fulfil(this.#place())
      }
      if (this.#taken < this.#places) return enter()
      forget = whenAborted(scope, stop)
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
