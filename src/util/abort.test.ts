import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { abortable } from './abortable.ts'
import { CancelScope } from './cancel-scope.ts'
import { onAbort } from './on-abort.ts'
import { Semaphore } from './semaphore.ts'

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

describe('many who follow one signal', () => {
  it('are one listener, and none when they have let go', async () => {
    const { signal } = new AbortController()
    const links = Array.from({ length: 50 }, () => new CancelScope(signal))
    const waits = Array.from({ length: 50 }, () => deferred())
    const all = Promise.all(waits.map(({ promise }) => abortable(promise, signal)))
    const places = new Semaphore(1)
    const leave = await places.acquire(signal)
    const next = places.acquire(signal)
    expect(listeners(signal)).toBe(1)
    for (const link of links) link.unlink()
    for (const { resolve } of waits) resolve(1)
    await all
    leave()
    ;(await next)()
    expect(listeners(signal)).toBe(0)
  })

  it('all hear of it, in order, with its reason', async () => {
    const abort = new AbortController()
    const heard: number[] = []
    const forget = onAbort(abort.signal, () => heard.push(0))
    onAbort(abort.signal, () => heard.push(1))
    onAbort(abort.signal, () => heard.push(2))
    forget()
    forget()
    const link = new CancelScope(undefined, abort.signal)
    const reason = { why: 'because' }
    abort.abort(reason)
    expect([heard, link.signal.reason]).toEqual([[1, 2], reason])
    expect(new CancelScope(abort.signal).signal.reason).toBe(reason)
    await expect(abortable(Promise.reject(new Error('too late')), abort.signal)).rejects.toBe(reason)
    await expect(new Semaphore(1).acquire(abort.signal)).rejects.toBe(reason)
  })

  it('do not disturb each other when one lets go twice', () => {
    const abort = new AbortController()
    const first = onAbort(abort.signal, () => {})
    first()
    let heard = 0
    const second = onAbort(abort.signal, () => heard++)
    first()
    const third = onAbort(abort.signal, () => heard++)
    expect(listeners(abort.signal)).toBe(1)
    abort.abort()
    expect(heard).toBe(2)
    second()
    third()
  })
})

function deferred(): { promise: Promise<number>; resolve: (value: number) => void } {
  let resolve = (_value: number): void => {}
  const promise = new Promise<number>((done) => (resolve = done))
  return { promise, resolve }
}
