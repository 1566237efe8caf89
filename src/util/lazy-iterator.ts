/** An iterator whose code is loaded when the first item is asked for. */
export function lazyIterator<T>(load: () => Promise<AsyncIterator<T>>): AsyncIterableIterator<T> {
  let loaded: AsyncIterator<T> | undefined
  let loading: Promise<AsyncIterator<T>> | undefined
  const ready = async (): Promise<AsyncIterator<T>> => (loaded = await (loading ??= load()))
  const end: IteratorResult<T> = { value: undefined, done: true }
  return {
    next: () => (loaded ? loaded.next() : ready().then((iterator) => iterator.next())),
    return: async () => (await ready()).return?.() ?? end,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
