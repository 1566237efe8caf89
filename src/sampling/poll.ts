import type { Attempt, Draft, DraftsOptions, SampleRun } from '../core/sampling.ts'
import { Ballot, type StopRule } from './ballot.ts'
import { candidateOf } from './candidate.ts'

/** Who votes on what, and for how long. */
export interface Poll<T> {
  readonly n: number
  readonly concurrency: number
  readonly rule: StopRule
  /** `undefined` and `null` are no vote. */
  readonly key: (value: T) => unknown
  readonly same: (one: unknown, other: unknown) => boolean
}

/** The attempt that most others agree with; `undefined` when none passed, or too few agree. */
export async function poll<T>(run: SampleRun<T>, plan: Poll<T>): Promise<Attempt<T> | undefined> {
  const { key, same, rule } = plan
  const ballot = new Ballot<Vote<T>>((one, other) => same(one.key, other.key), rule)
  const isEarly = await vote(run, plan, ballot, (attempt) => {
    const candidate = candidateOf(attempt)
    const chosen = candidate && key(candidate.value)
    if (chosen !== undefined && chosen !== null) ballot.add({ key: chosen, attempt }, attempt.index)
  })
  if (!ballot.winner) return run.attempts.some(({ ok }) => ok) ? run.stop('undecided') : undefined
  if (isEarly) run.stop('decided')
  return ballot.winner.attempt
}

interface Vote<T> {
  readonly key: unknown
  readonly attempt: Attempt<T>
}

/** Drafts in waves, none larger than what could decide the vote; whether it was decided before all had voted. */
async function vote<T>(
  run: SampleRun<T>,
  { n, concurrency, rule }: Poll<T>,
  ballot: Ballot<Vote<T>>,
  cast: (attempt: Attempt<T>) => void,
): Promise<boolean> {
  const isAtOnce = !rule.count && rule.confidence === undefined
  for (let begun = 0; begun < n;) {
    const wave = isAtOnce ? n : ballot.needed(n - begun)
    begun += wave
    let left = n - begun + wave
    for await (const draft of survivors(run, wave, { concurrency })) {
      cast(await run.check(draft))
      left -= 1
      if (!isAtOnce && ballot.isDecided(left)) return left > 0
    }
  }
  return false
}

/** The drafts of a wave. When all of them fail, what was voted before still counts. */
async function* survivors<T>(
  run: SampleRun<T>,
  count: number,
  options: DraftsOptions,
): AsyncGenerator<Draft<T>, void, undefined> {
  try {
    yield* run.drafts(count, options)
  } catch (error) {
    if (run.signal.aborted || run.attempts.length === 0) throw error
  }
}
