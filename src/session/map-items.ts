import { OptionError } from '../core/errors.ts'
import { Semaphore } from '../util/semaphore.ts'
import { CancelScope } from '../util/cancel-scope.ts'

/** How `m.map` goes through its items. */
export interface MapOptions {
  /** How many items are worked on at once. @default 4 */
  readonly concurrency?: number | undefined
  /** Called after every item. */
  readonly onProgress?: ((progress: MapProgress) => void) | undefined
  /** Stops the items that run, and starts no more. */
  readonly signal?: AbortSignal | undefined
}

/** How far `m.map` is. */
export interface MapProgress {
  readonly done: number
  readonly total: number
}

/** Runs `work` over all items, some at a time; results in the order of the items. The first failure stops the rest and rejects. */
export async function mapItems<I, R>(
  items: Iterable<I>,
  work: (item: I, index: number, signal: AbortSignal) => R | PromiseLike<R>,
  { concurrency = 4, onProgress, signal }: MapOptions,
): Promise<R[]> {
  if (!(Number.isInteger(concurrency) && concurrency > 0))
    throw new OptionError(`m.map(): concurrency must be a whole number above 0, got ${concurrency}.`)
  const all = [...items]
  const places = new Semaphore(concurrency)
  const scope = new CancelScope(signal)
  let done = 0
  const one = async (item: I, index: number): Promise<R> => {
    const leave = await places.acquire(scope.signal)
    try {
      scope.signal.throwIfAborted()
      const result = await work(item, index, scope.signal)
      onProgress?.({ done: ++done, total: all.length })
      return result
    } catch (error) {
      scope.abort(error)
      throw error
    } finally {
      leave()
    }
  }
  const running = all.map(one)
  try {
    return await Promise.all(running)
  } finally {
    // nobody is told before everything of ours has ended
    await Promise.allSettled(running)
    scope.unlink()
  }
}
