import { MelleaError } from '../core/errors.ts'
import type { ModelOutput } from '../core/model-output.ts'
import type { CallOutcome } from '../core/running-call.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import type { Attempt, SamplingResult, StopReason } from '../core/sampling.ts'
import type { WireMessage } from '../core/message.ts'
import { wasCutOff } from './loop.ts'
import { outputOf } from './output-of.ts'
import type { SamplingJob } from './sampling-job.ts'
import { SamplingRun } from './sampling-run.ts'

/** What a call came to, and the question as the conversation should remember it. */
export interface Sampled<T> extends CallOutcome<T, never> {
  readonly question: WireMessage | undefined
}

/** Lets the strategy choose, and says whether the chosen attempt passed. The only place that does. */
export async function sample<T>(job: SamplingJob<T>): Promise<Sampled<T>> {
  const run = new SamplingRun(job)
  const chosen = await choice(job, run)
  job.scope.throwIfAborted()
  const accepted = chosen && run.attempts.find((attempt) => attempt === chosen)
  if (chosen && !accepted) throw foreignAttempt(job.strategy.name)
  const attempt = accepted?.ok ? accepted : bestOf(run.attempts)
  if (!attempt) throw noAttempt(job.strategy.name, run.errors.at(-1))
  run.keep(attempt)
  const record = {
    attempts: [...run.attempts],
    context: attempt.context,
    strategy: job.strategy.name,
    stopped: run.stopped ?? whyStopped(run.attempts, attempt === accepted),
    errors: [...run.errors],
    ledger: job.ledger.totals(),
    ms: job.settings.clock.now() - run.started,
  }
  const outcome = accepted?.ok ? success(job, record, accepted) : failure(job, record, attempt)
  // a strategy of many actions never asks the question as it was put: then the chosen one stands for it
  return { ...outcome, question: run.question ?? attempt.question }
}

type SamplingFacts<T> = Omit<Extract<SamplingResult<T, never>, { success: true }>, 'success' | 'result'>

async function choice<T>(job: SamplingJob<T>, run: SamplingRun<T>): Promise<Attempt<unknown> | undefined> {
  try {
    return await job.strategy.sample(run)
  } finally {
    await run.end()
  }
}

/** What the attempts say, where the strategy says nothing. */
function whyStopped(attempts: readonly Attempt<unknown>[], isChosen: boolean): StopReason {
  const passed = attempts.some(({ ok }) => ok)
  if (passed) return isChosen ? 'accepted' : 'undecided'
  const last = attempts.at(-1)
  return last && wasCutOff(last) ? 'truncated' : 'exhausted'
}

function success<T>(
  job: SamplingJob<T>,
  record: SamplingFacts<T>,
  accepted: Attempt<T>,
): CallOutcome<T, never> {
  const output = madeOutput(record, accepted)
  // an accepted attempt was parsed: `ok` says so
  if (!output) throw foreignAttempt(job.strategy.name)
  job.production.emit({ type: 'attempt-accepted', attempt: accepted.index })
  return {
    sampling: { success: true, result: output, ...record },
    settled: { ok: true, output },
    best: output,
  }
}

function failure<T>(job: SamplingJob<T>, record: SamplingFacts<T>, best: Attempt<T>): CallOutcome<T, never> {
  const sampling = { success: false, best, failures: best.failures, ...record } as const
  const output = madeOutput(record, best)
  const taken = job.onFailure === 'best' && output
  return {
    sampling,
    settled: taken
      ? { ok: true, output: taken }
      : { ok: false, error: new RequirementsNotMetError<T>(sampling) },
    best: output,
  }
}

function madeOutput<T>(
  { attempts, ledger }: SamplingFacts<T>,
  attempt: Attempt<T>,
): ModelOutput<T, never> | undefined {
  return outputOf(attempt, { attempts: attempts.length, ledger })
}

/** One that was parsed before one that was not, then the most requirements met; of equals the latest. */
function bestOf<T>(attempts: readonly Attempt<T>[]): Attempt<T> | undefined {
  const rank = ({ parsed, met }: Attempt<T>): number => (parsed.ok ? met : -1)
  return attempts.reduce<Attempt<T> | undefined>(
    (best, each) => (best && rank(best) > rank(each) ? best : each),
    undefined,
  )
}

function foreignAttempt(strategy: string): MelleaError {
  return new MelleaError(
    `The strategy "${strategy}" returned something that this call did not check: return what \`run.check()\` or \`run.attempt()\` gave.`,
    { code: 'unsupported' },
  )
}

/** The strategy may have kept its failures to itself: the last one is the cause. */
function noAttempt(strategy: string, cause: unknown): MelleaError {
  return new MelleaError(`The strategy "${strategy}" ended without a single attempt.`, {
    code: 'budget-exhausted',
    ...(cause !== undefined && { cause }),
  })
}
