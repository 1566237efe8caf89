import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import { MelleaError } from '../core/errors.ts'
import { toolCallOf } from '../core/tool-call-of.ts'
import type { WireMessage } from '../core/message.ts'
import type { CheckRequest, Requirement, Validation, ValidationResult } from '../core/requirement.ts'
import type { Attempt, Draft, RemainingBudget, SampleRun, StepOptions } from '../core/sampling.ts'
import { checkRequirements } from '../requirements/check-requirements.ts'
import { nameOf } from '../requirements/evaluate.ts'
import { linkSignals } from '../util/link-signals.ts'
import { askJudge } from './ask-judge.ts'
import { decodeDraft } from './decode-draft.ts'
import { generate, type RawDraft } from './generate.ts'
import { reasonsOf, repairedAction } from './repaired-action.ts'
import type { SamplingJob } from './sampling-job.ts'
import { TextRelease } from './text-release.ts'
import { watchRequirements } from './watch-requirements.ts'

type Watched<T> = ReadonlyMap<Requirement<T>, ValidationResult>

/** The kernel that strategies work on: drafts, checks, and keeps the books. */
export class SamplingRun<T> implements SampleRun<T> {
  readonly action: Component<unknown>
  readonly context: Context
  readonly signal: AbortSignal
  readonly attempts: Attempt<T>[] = []
  /** The action's message as it stands in the conversation, without words of repair. */
  question: WireMessage | undefined
  readonly #job: SamplingJob<T>
  readonly #release: TextRelease
  readonly #watched = new WeakMap<object, Watched<T>>()
  readonly #started: number
  #drafts = 0

  constructor(job: SamplingJob<T>) {
    this.#job = job
    this.action = job.action
    this.context = job.context
    this.signal = job.signal
    this.#release = new TextRelease(job)
    this.#started = job.settings.clock.now()
  }

  get budget(): RemainingBudget {
    const { timeout, clock } = this.#job.settings
    const ms =
      timeout.total === undefined ? Number.POSITIVE_INFINITY : timeout.total - (clock.now() - this.#started)
    return {
      attempts: Number.POSITIVE_INFINITY,
      tokens: Number.POSITIVE_INFINITY,
      cost: Number.POSITIVE_INFINITY,
      ms,
    }
  }

  random(): number {
    return this.#job.settings.random()
  }

  async draft(step: StepOptions = {}): Promise<Draft<T>> {
    const index = ++this.#drafts
    const { production, requirements, backend } = this.#job
    const { provider, modelId } = step.backend ?? backend
    production.emit({ type: 'attempt-started', attempt: index, provider, modelId })
    const watch = watchRequirements(requirements)
    const raw = await this.#generate(step, index, (delta, soFar) => {
      production.emit({ type: 'text-delta', attempt: index, delta })
      const fine = watch.see(delta, soFar)
      if (fine) this.#release.show(index, delta)
      return fine && step.watch?.(soFar) !== 'stop'
    })
    if (!step.action) this.question ??= raw.question
    const draft: Draft<T> = { ...raw, parsed: await decodeDraft(this.#job.action, raw) }
    this.#watched.set(draft, watch.results)
    return draft
  }

  async *drafts(n: number, step: StepOptions = {}): AsyncGenerator<Draft<T>, void, undefined> {
    const link = linkSignals(this.signal, step.signal)
    const running = new Map<number, Promise<readonly [number, Draft<T>]>>()
    try {
      for (let i = 0; i < n; i++)
        running.set(
          i,
          this.draft({ ...step, signal: link.signal }).then((draft) => [i, draft]),
        )
      while (running.size > 0) {
        const [i, draft] = await Promise.race(running.values())
        running.delete(i)
        yield draft
      }
    } finally {
      link.abort(new DOMException('The other drafts are not needed any more.', 'AbortError'))
      link.unlink()
      await Promise.allSettled(running.values())
    }
  }

  async check(draft: Draft<unknown>): Promise<Attempt<T>> {
    const { requirements, production, validateAll } = this.#job
    // a draft is only ever made by `draft`, which decoded it as T
    const own = draft as Draft<T>
    const { parsed } = own
    const watched: Watched<T> = this.#watched.get(draft) ?? new Map()
    const validations = parsed.ok
      ? await checkRequirements({
          requirements,
          request: this.#checkRequest(own, parsed.value),
          watched,
          validateAll,
          onValidation: (validation) =>
            production.emit({ type: 'validation', attempt: draft.index, validation }),
        })
      : unparsed(parsed.error, watched)
    const failures = validations.filter(({ result, skipped }) => result.status !== 'pass' && !skipped)
    const ok = parsed.ok && validations.every(({ result }) => result.status === 'pass')
    const met = validations.filter(({ result }) => result.status === 'pass').length
    // the one place where a draft becomes an attempt: the mark in its type cannot be written elsewhere
    const attempt = { ...own, ok, validations, failures, met } as unknown as Attempt<T>
    this.attempts.push(attempt)
    if (!ok) {
      production.emit({ type: 'attempt-rejected', attempt: draft.index, failures })
      this.#release.withdraw(draft.index)
    }
    return attempt
  }

  async attempt(step?: StepOptions): Promise<Attempt<T>> {
    return this.check(await this.draft(step))
  }

  repair({ failures }: Attempt<unknown>): StepOptions {
    return { action: repairedAction(this.action, reasonsOf(failures)) }
  }

  #checkRequest(draft: Draft<T>, value: T): CheckRequest<T> {
    const { action, signal } = this.#job
    const { text, context, index } = draft
    return {
      text,
      value,
      action,
      context,
      attempt: index,
      signal,
      ask: (question) => askJudge(question, index, this.#job),
    }
  }

  #generate(
    step: StepOptions,
    attempt: number,
    onText: (delta: string, soFar: string) => boolean,
  ): Promise<RawDraft> {
    const job = this.#job
    const link = linkSignals(this.signal, step.signal)
    const action = step.action ?? job.action
    return generate({
      action,
      context: step.context ?? job.context,
      backend: step.backend ?? job.backend,
      optionLayers: [...job.optionLayers, step.modelOptions],
      schema: action.schema ?? job.action.schema,
      prefill: step.prefill ?? (action.prefill ? { text: action.prefill } : undefined),
      affinity: step.affinity,
      account: { ledger: job.ledger, purpose: 'draft', attempt },
      settings: job.settings,
      signal: link.signal,
      onEvent: (event, text) => {
        if (event.type === 'thinking')
          job.production.emit({ type: 'thinking-delta', attempt, delta: event.text })
        if (event.type === 'part' && event.value.type === 'tool-call')
          job.production.emit({ type: 'tool-call', attempt, call: toolCallOf(event.value) })
        return event.type !== 'text' || onText(event.text, text) ? 'go' : 'stop'
      },
    }).finally(() => link.unlink())
  }
}

/** An answer that a watcher stopped cannot be blamed for being incomplete. */
function unparsed(error: Error, watched: Watched<never>): readonly Validation[] {
  const stopped = [...watched].filter(([, { status }]) => status === 'fail')
  if (stopped.length > 0)
    return stopped.map(([requirement, result]) => ({ name: nameOf(requirement), requirement, result }))
  const requirement: Requirement = { description: 'The answer fits its schema.' }
  const name = MelleaError.isInstance(error) ? error.code : 'schema'
  return [{ name, requirement, result: { status: 'fail', reason: error.message } }]
}
