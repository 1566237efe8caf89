import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asFinished, type Finished } from './as-finished.ts'

interface Door<T> {
  readonly open: (value: T) => void
  readonly slam: (error: unknown) => void
}

function doors<T>() {
  const all: Door<T>[] = []
  const start = (): Promise<T> =>
    new Promise((open, slam) => {
      all.push({ open, slam })
    })
  return { all, start }
}

const never = (): void => {
  throw new Error('nothing is left to cancel')
}

describe('asFinished', () => {
  it('gives what ends first, and lets one failure be one of several results', async () => {
    const { all, start } = doors<string>()
    const work = asFinished({ count: 3, concurrency: 3, start, cancel: never })
    const first = work.next()
    all[2]?.open('c')
    expect(await first).toMatchObject({ value: { ok: true, value: 'c' } })
    const boom = new Error('boom')
    all[0]?.slam(boom)
    all[1]?.open('b')
    const rest: Finished<string>[] = []
    for await (const each of work) rest.push(each)
    expect(rest).toEqual([
      { ok: false, error: boom },
      { ok: true, value: 'b' },
    ])
  })

  it('begins the next as soon as one has ended, also while nobody looks', async () => {
    const { all, start } = doors<number>()
    const work = asFinished({ count: 3, concurrency: 1, start, cancel: never })
    const first = work.next()
    expect(all).toHaveLength(1)
    all[0]?.open(0)
    await first
    expect(all).toHaveLength(2)
    all[1]?.open(1)
    await Promise.resolve()
    await Promise.resolve()
    expect(all).toHaveLength(3)
    all[2]?.open(2)
    expect((await work.next()).value).toEqual({ ok: true, value: 1 })
    expect((await work.next()).value).toEqual({ ok: true, value: 2 })
    expect((await work.next()).done).toBe(true)
  })

  it('left early, cancels what runs, begins nothing more, and waits for the end', async () => {
    const { all, start } = doors<number>()
    let cancelled = 0
    const cancel = (): void => {
      cancelled += 1
      for (const { slam } of all) slam(new Error('cancelled'))
    }
    for await (const { ok } of asFinished({
      count: 9,
      concurrency: 2,
      start() {
        const place = start()
        if (all.length === 1) all[0]?.open(1)
        return place
      },
      cancel,
    })) {
      expect(ok).toBe(true)
      break
    }
    expect(cancelled).toBe(1)
    expect(all.length).toBeLessThanOrEqual(3)
  })

  it('never runs more than it may, and loses none, in whatever order they end', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat(20), fc.boolean()), { minLength: 12, maxLength: 12 }),
        async (count, concurrency, plan) => {
          let running = 0
          let most = 0
          const start = async (index: number): Promise<number> => {
            most = Math.max(most, ++running)
            const [turns = 0, fails] = plan[index] ?? []
            for (let turn = 0; turn < turns; turn++) await Promise.resolve()
            running -= 1
            if (fails) throw index
            return index
          }
          const seen: number[] = []
          for await (const each of asFinished({ count, concurrency, start, cancel: never }))
            seen.push(each.ok ? each.value : Number(each.error))
          expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
          expect(most).toBeLessThanOrEqual(concurrency)
        },
      ),
    ))
})
