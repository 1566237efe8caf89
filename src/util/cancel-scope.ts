import { onAbort } from './on-abort.ts'

/** What may be cancelled: a signal of the platform, or a scope. */
export type Cancellable = AbortSignal | CancelScope

/**
 * A piece of work that can be cancelled, and ends with whatever it belongs to.
 *
 * A call has half a dozen of these within each other, and nearly all of them end in peace: a scope costs a fiftieth of an
 * `AbortController`, and makes one only when somebody asks for its `signal`.
 */
export class CancelScope {
  #aborted = false
  #reason: unknown
  #followers: Set<() => void> | undefined
  #controller: AbortController | undefined
  readonly #leave: (() => void)[] = []

  /** Aborts as soon as one of `outer` does, with its reason. */
  constructor(...outer: readonly (Cancellable | undefined)[]) {
    for (const each of outer) if (each) this.follow(each)
  }

  get aborted(): boolean {
    return this.#aborted
  }

  get reason(): unknown {
    return this.#reason
  }

  /** The same scope for the platform and for users. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#aborted) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason
  }

  /** Only the first counts. */
  abort(reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason
    const followers = this.#followers
    this.#followers = undefined
    this.#controller?.abort(reason)
    for (const follow of followers ?? []) follow()
  }

  /** Calls back when this is aborted; returns what ends that. */
  whenAborted(follow: () => void): () => void {
    // a scope that is aborted has told everybody
    if (this.#aborted) return () => {}
    const followers = (this.#followers ??= new Set())
    const own = (): void => follow()
    followers.add(own)
    return () => void followers.delete(own)
  }

  /** Aborts when `outer` does, or at once when it has. @param why its reason, unless another is given */
  follow(outer: Cancellable, why: () => unknown = () => outer.reason): void {
    if (outer.aborted) this.abort(why())
    else this.#leave.push(whenAborted(outer, () => this.abort(why())))
  }

  /** Stops following: what lives longer keeps nothing of this one. */
  unlink(): void {
    for (const leave of this.#leave.splice(0)) leave()
  }
}

/** Calls back when `target` aborts; returns what ends that. */
export function whenAborted(target: Cancellable, follow: () => void): () => void {
  return target instanceof CancelScope ? target.whenAborted(follow) : onAbort(target, follow)
}
