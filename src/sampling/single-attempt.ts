import type { SamplingStrategy } from '../core/sampling.ts'

/** One generation, still checked: what `strategy: null` means. */
export const singleAttempt: SamplingStrategy = {
  name: 'single-attempt',
  sequential: true,
  sample: (run) => run.attempt(),
}
