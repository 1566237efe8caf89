import { CancelScope } from './cancel-scope.ts'

/** Takes a value; false once it wants no more. */
export type Push<E> = (value: E) => boolean

/** Pushes values until there are no more, or none are wanted. @param reader aborted when a reader leaves the loop early */
export type Run<E> = (push: Push<E>, reader?: CancelScope) => Promise<void>

/**
 * Values that come by themselves. To take each as it comes costs a call of a function; to iterate over them, as anybody may, costs
 * promises. Every use runs it anew.
 */
export class PushIterable<E> implements AsyncIterable<E> {
  readonly #run: Run<E>

  constructor(run: Run<E>) {
    this.#run = run
  }

  /** Resolves after the last; rejects with what the source, or `push`, failed with. */
  each(push: Push<E>): Promise<void> {
    return this.#run(push)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    const reader = new CancelScope()
    let waiting: E[] = []
    const state = { over: false }
    let wake = (): void => {}
    const push = (value: E): boolean => {
      waiting.push(value)
      wake()
      return !reader.aborted
    }
    const end = (): void => {
      state.over = true
      wake()
    }
    const work = this.#run(push, reader)
    work.then(end, end)
    try {
      while (!state.over || waiting.length > 0) {
        const came = waiting
        waiting = []
        yield* came
        if (!state.over && waiting.length === 0) await new Promise<void>((resume) => (wake = resume))
      }
      await work
    } finally {
      reader.abort(new DOMException('Nobody reads any more.', 'AbortError'))
    }
  }
}

/** Takes each value as it comes, in the cheapest way that the source has. */
export async function eachOf<E>(source: AsyncIterable<E>, push: Push<E>): Promise<void> {
  if (source instanceof PushIterable) return source.each(push)
  for await (const value of source) if (!push(value)) return
}
