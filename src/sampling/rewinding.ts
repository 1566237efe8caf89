import type { Attempt, SampleRun, StepOptions } from '../core/sampling.ts'

/** How a step goes on from what was good of a failed attempt. A beginning from which nothing better came is given up. */
export function rewinding(run: SampleRun<unknown>): (failed: Attempt<unknown>) => Promise<StepOptions> {
  let last = ''
  return async ({ good = '' }) => {
    // models write the white space before a word together with it
    const text = good.trimEnd()
    const isNew = text !== '' && text !== last
    last = isNew ? text : ''
    return isNew && (await run.capabilities()).prefill ? { prefill: { text } } : {}
  }
}
