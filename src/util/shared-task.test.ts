import { expect, it } from 'vitest'
import { sharedTask } from './shared-task.ts'

function deferredTask() {
  const runs: { finish(value: string): void; readonly signal: AbortSignal }[] = []
  const task = sharedTask((signal) => new Promise<string>((finish) => runs.push({ finish, signal })))
  return { runs, task }
}

it('runs once for all who ask at the same time, and again after', async () => {
  const { runs, task } = deferredTask()
  const signal = new AbortController().signal
  const both = Promise.all([task(signal), task(signal)])
  runs[0]?.finish('done')
  expect(await both).toEqual(['done', 'done'])
  void task(signal)
  expect(runs).toHaveLength(2)
})

it('goes on for the others when one leaves, and stops with the last', async () => {
  const { runs, task } = deferredTask()
  const first = new AbortController()
  const second = new AbortController()
  const results = Promise.allSettled([task(first.signal), task(second.signal)])
  first.abort()
  await Promise.resolve()
  expect(runs[0]?.signal.aborted).toBe(false)
  second.abort()
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(runs[0]?.signal.aborted).toBe(true)
})
