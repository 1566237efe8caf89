import { MelleaError } from '../core/errors.ts'
import type { CheckRequest, Requirement, Validation, ValidationResult } from '../core/requirement.ts'
import type { Attempt, Draft } from '../core/sampling.ts'
import { SchemaMismatch } from '../core/schema-mismatch.ts'
import { checkRequirements, skipped } from '../requirements/check-requirements.ts'
import { nameOf } from '../requirements/name-of.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { withLazySignal } from '../util/lazy-signal.ts'
import { askJudge } from './ask-judge.ts'
import { checkSettings } from './check-settings.ts'
import type { SamplingJob } from './sampling-job.ts'
import type { RequirementWatch } from './watch-requirements.ts'

/** Every requirement of the call against one draft. */
export async function checkDraft<T>(
  job: SamplingJob<T>,
  draft: Draft<T>,
  watch: Pick<RequirementWatch<T>, 'results' | 'failed'>,
  outer: CancelScope,
): Promise<readonly Validation[]> {
  const { requirements, production, validateAll } = job
  const { index, parsed } = draft
  const tell = (validation: Validation): void =>
    production.emit({ type: 'validation', attempt: index, validation })
  // what a watcher stopped cannot be blamed for being incomplete
  if (watch.failed)
    return requirements.map((requirement) => stoppedBy(requirement, watch.results.get(requirement)))
  if (!parsed.ok) return [unparsed(parsed.error)]
  const scope = new CancelScope(outer)
  try {
    return await checkRequirements({
      requirements,
      request: checkRequest(job, draft, parsed.value, scope),
      watched: watch.results,
      validateAll,
      memory: isPlainText(draft) ? job.memory : undefined,
      onValidation: tell,
      abandon: (reason) => scope.abort(reason),
    })
  } finally {
    scope.unlink()
  }
}

type Unmarked<T> = { readonly [Field in keyof Attempt<T> & string]: Attempt<T>[Field] }

/** The one place where a draft becomes an attempt: the mark in its type cannot be written elsewhere. */
export function attemptOf<T>(
  draft: Draft<T>,
  validations: readonly Validation[],
  watch: Pick<RequirementWatch<T>, 'failed' | 'good'>,
): Attempt<T> {
  const failures = validations.filter((one) => one.result.status !== 'pass' && !one.skipped)
  const met = validations.filter(({ result }) => result.status === 'pass').length
  const ok = draft.parsed.ok && met === validations.length
  // field by field: to spread two dozen of them and add to them costs a hundred times as much
  const attempt: Unmarked<T> = {
    index: draft.index,
    purpose: draft.purpose,
    text: draft.text,
    thinking: draft.thinking,
    parsed: draft.parsed,
    finishReason: draft.finishReason,
    usage: draft.usage,
    logprobs: draft.logprobs,
    resume: draft.resume,
    prompt: draft.prompt,
    message: draft.message,
    toolCalls: draft.toolCalls,
    steps: draft.steps,
    '~calls': draft['~calls'],
    '~schemaInWords': draft['~schemaInWords'],
    question: draft.question,
    provider: draft.provider,
    modelId: draft.modelId,
    receipt: draft.receipt,
    warnings: draft.warnings,
    raw: draft.raw,
    startedMs: draft.startedMs,
    latencyMs: draft.latencyMs,
    cost: draft.cost,
    context: draft.context,
    ok,
    validations,
    failures,
    met,
    good: watch.failed ? draft.text.slice(0, watch.good) : undefined,
  }
  return Object.freeze(attempt) as Attempt<T>
}

function checkRequest<T>(
  job: SamplingJob<T>,
  { text, context, index, steps, toolCalls: open }: Draft<T>,
  value: T,
  scope: CancelScope,
): CheckRequest<T> {
  const { action } = job
  const ask: CheckRequest['ask'] = (question, options) =>
    askJudge(question, { ...options, attempt: index }, { ...job, scope })
  const settings = checkSettings(job)
  const toolCalls = [...steps.flatMap(({ outcomes }) => outcomes.map(({ call }) => call)), ...open]
  return withLazySignal(
    { text, value, action, context, toolCalls, attempt: index, ask, '~settings': settings },
    scope,
  )
}

/** Whether its text is all that there is to look at. */
function isPlainText({ message }: Draft<unknown>): boolean {
  return message.parts.every(({ type }) => type === 'text' || type === 'thinking')
}

function stoppedBy<T>(requirement: Requirement<T>, seen: ValidationResult | undefined): Validation {
  return seen?.status === 'fail'
    ? { name: nameOf(requirement), requirement, result: seen }
    : skipped(requirement)
}

function unparsed(error: Error): Validation {
  const requirement: Requirement = { description: 'The answer fits its schema.' }
  const name = MelleaError.isInstance(error) ? error.code : 'schema'
  const paths = error instanceof SchemaMismatch && error.paths
  return { name, requirement, result: { status: 'fail', reason: error.message, ...(paths && { paths }) } }
}
