import { MelleaError } from '../core/errors.ts'
import type { ModelOutput } from '../core/model-output.ts'
import type { CallOutcome } from '../core/running-call.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import type { Attempt, SamplingResult } from '../core/sampling.ts'
import type { WireMessage } from '../core/message.ts'
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
  job.signal.throwIfAborted()
  const accepted = chosen && run.attempts.find((attempt) => attempt === chosen)
  if (chosen && !accepted) throw foreignAttempt(job.strategy.name)
  const attempt = accepted?.ok ? accepted : bestOf(run.attempts)
  if (!attempt) throw noAttempt(job.strategy.name, run.failure)
  run.keep(attempt)
  const outcome = accepted?.ok ? success(job, run, accepted) : failure(job, run, attempt)
  // a strategy of many actions never asks the question as it was put: then the chosen one stands for it
  return { ...outcome, question: run.question ?? attempt.question }
}

async function choice<T>(job: SamplingJob<T>, run: SamplingRun<T>): Promise<Attempt<unknown> | undefined> {
  try {
    return await job.strategy.sample(run)
  } finally {
    await run.end()
  }
}

function success<T>(job: SamplingJob<T>, run: SamplingRun<T>, accepted: Attempt<T>): CallOutcome<T, never> {
  const output = madeOutput(job, run, accepted)
  // an accepted attempt was parsed: `ok` says so
  if (!output) throw foreignAttempt(job.strategy.name)
  job.production.emit({ type: 'attempt-accepted', attempt: accepted.index })
  const sampling: SamplingResult<T, never> = {
    success: true,
    result: output,
    attempts: [...run.attempts],
    context: accepted.context,
  }
  return { sampling, settled: { ok: true, output }, best: output }
}

function failure<T>(job: SamplingJob<T>, run: SamplingRun<T>, best: Attempt<T>): CallOutcome<T, never> {
  const { failures, context } = best
  const sampling = { success: false, best, failures, attempts: [...run.attempts], context } as const
  const output = madeOutput(job, run, best)
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
  job: SamplingJob<T>,
  run: SamplingRun<T>,
  attempt: Attempt<T>,
): ModelOutput<T, never> | undefined {
  return outputOf(attempt, { attempts: run.attempts.length, ledger: job.ledger.totals() })
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
