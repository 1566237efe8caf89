import { describe, expect, it } from 'vitest'
import { mapItems, type MapProgress } from './map-items.ts'

describe('mapping items', () => {
  it('keeps the order, and never works on more than it may', async () => {
    let running = 0
    let most = 0
    const seen: MapProgress[] = []
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running)
      for (let i = 0; i < 7 - item; i++) await Promise.resolve()
      running -= 1
      return item * 2
    }
    const results = await mapItems([1, 2, 3, 4, 5], work, {
      concurrency: 2,
      onProgress: (each) => seen.push(each),
    })
    expect([results, most]).toEqual([[2, 4, 6, 8, 10], 2])
    expect(seen.at(-1)).toEqual({ done: 5, total: 5 })
  })

  it('stops at the first failure: what runs is aborted, what waits never starts', async () => {
    const started: number[] = []
    const aborted: number[] = []
    const work = (item: number, _index: number, signal: AbortSignal): Promise<void> => {
      started.push(item)
      if (item === 2) return Promise.reject(new Error('no'))
      return new Promise((_fulfil, reject) => {
        signal.addEventListener('abort', () => (aborted.push(item), reject(signal.reason)))
      })
    }
    await expect(mapItems([1, 2, 3, 4], work, { concurrency: 2 })).rejects.toThrow('no')
    expect([started, aborted]).toEqual([[1, 2], [1]])
  })

  it('stops when its signal does', async () => {
    const abort = new AbortController()
    const work = (): Promise<never> =>
      new Promise((_fulfil, reject) => {
        abort.signal.addEventListener('abort', () => reject(abort.signal.reason))
      })
    const all = mapItems([1, 2, 3], work, { signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(all).rejects.toThrow('enough')
  })

  it('refuses a concurrency that means nothing', async () => {
    await expect(mapItems([1], () => 1, { concurrency: 0 })).rejects.toThrow('whole number above 0')
  })
})
