import { MelleaError } from '../core/errors.ts'
import type { ModelOutput } from '../core/model-output.ts'
import type { CallOutcome } from '../core/running-call.ts'
import type { Attempt, SamplingResult, StopReason } from '../core/sampling.ts'
import type { WireMessage } from '../core/message.ts'
import { renderPrompt } from '../formatters/render-prompt.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import { bestAttempt } from './best-attempt.ts'
import { compilePlain } from '../requirements/compile-plain.ts'
import { DraftRefusal } from './draft-refusal.ts'
import { wasCutOff } from './loop.ts'
import { outputOf } from './output-of.ts'
import type { SamplingJob } from './sampling-job.ts'
import { SamplingRun } from './sampling-run.ts'

/** What a call came to, and the question as the conversation should remember it. */
export interface Sampled<T> extends CallOutcome<T, never> {
  readonly question: WireMessage | undefined
}

/** Lets the strategy choose, and says whether the chosen attempt passed. The only place that does. */
export async function sample<T>(given: SamplingJob<T>): Promise<Sampled<T>> {
  const job = await compiled(given)
  const run = await startRun(job)
  const chosen = await choice(job, run)
  job.scope.throwIfAborted()
  const accepted = chosen && run.attempts.find((attempt) => attempt === chosen)
  if (chosen && !accepted) throw foreignAttempt(job.strategy.name)
  const attempt = accepted?.ok ? accepted : bestAttempt(run.attempts)
  if (!attempt)
    throw run.errors.length === 0 && run.refusal
      ? run.refusal
      : noAttempt(job.strategy.name, run.errors.at(-1))
  run.keep(attempt)
  const record = {
    attempts: [...run.attempts],
    context: attempt.context,
    strategy: job.strategy.name,
    stopped: whyStopped(run, accepted?.ok === true),
    errors: [...run.errors],
    ledger: job.ledger.totals(),
    ms: job.settings.clock.now() - run.started,
  }
  const outcome = accepted?.ok ? success(job, record, accepted) : failure(job, record, attempt)
  const question = run.question ?? (await questionOf(job, attempt.modelId))
  return { question, ...outcome }
}

async function startRun<T>(job: SamplingJob<T>): Promise<SamplingRun<T>> {
  if (job.budgets.every((budget) => budget === undefined)) return new SamplingRun(job)
  const { openPurse } = await import('./purse.ts')
  return new SamplingRun(job, openPurse(job))
}

/** A strategy of many actions never asks the question as it was put. The conversation is to remember it all the same. */
async function questionOf<T>(job: SamplingJob<T>, modelId: string): Promise<WireMessage> {
  const { action, context, scope } = job
  return (await renderPrompt({ action, context, modelId, scope })).question
}

type SamplingFacts<T> = Omit<Extract<SamplingResult<T, never>, { success: true }>, 'success' | 'result'>

/** What an answer is that a schema or a component reads is not clear: there a sentence about its words is left to the judge. */
async function compiled<T>(job: SamplingJob<T>): Promise<SamplingJob<T>> {
  const { requirements, action, compile } = job
  if (requirements.length === 0 || compile === false || action.schema || action.decode) return job
  return { ...job, requirements: await compilePlain(requirements) }
}

async function choice<T>(job: SamplingJob<T>, run: SamplingRun<T>): Promise<Attempt<unknown> | undefined> {
  try {
    return await job.strategy.sample(run)
  } catch (error) {
    // to be refused a draft is no failure: what was found until then stands
    if (error instanceof DraftRefusal && run.attempts.length > 0) return undefined
    throw error
  } finally {
    await run.end()
  }
}

/** By the strategy's own word, as far as it fits, else by what its attempts say. */
function whyStopped<T>({ stopped, attempts, refusal }: SamplingRun<T>, isChosen: boolean): StopReason {
  // a part of the strategy may have given up before another one succeeded
  const isCutShort = refusal?.reason === 'budget'
  if (isChosen && !isCutShort) return stopped === 'decided' ? stopped : 'accepted'
  const said = refusal?.reason ?? stopped
  if (said) return said
  if (attempts.some(({ ok }) => ok)) return 'undecided'
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
