import { expect, it } from 'vitest'
import { ManualClock } from './manual-clock.ts'

it('stands still until it is told to move', async () => {
  const clock = new ManualClock()
  const rung: number[] = []
  clock.after(10, () => rung.push(clock.now()))
  expect(clock.waits).toEqual([10])
  await clock.advance(9)
  expect([clock.now(), rung]).toEqual([9, []])
  await clock.advance(1)
  expect([clock.now(), rung, clock.pending]).toEqual([10, [10], 0])
})

it('rings in the order of time, also what was set on the way', async () => {
  const clock = new ManualClock()
  const rung: string[] = []
  clock.after(30, () => rung.push('late'))
  clock.after(10, () => {
    rung.push('early')
    clock.after(10, () => rung.push('on the way'))
  })
  await clock.advance(100)
  expect(rung).toEqual(['early', 'on the way', 'late'])
  expect(clock.now()).toBe(100)
})

it('does not ring what was cancelled', async () => {
  const clock = new ManualClock()
  const rung: string[] = []
  clock.after(10, () => rung.push('cancelled'))()
  await clock.advance(10)
  expect(rung).toEqual([])
})
