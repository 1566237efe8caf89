import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { WireMessage } from '../core/message.ts'
import { gateOf } from '../call/backend-gate.ts'
import { loadedBackend } from '../call/lazy-backend.ts'
import type { Backend, Capabilities, Warning } from '../core/backend.ts'
import type {
  AskOptions,
  Attempt,
  Draft,
  DraftsOptions,
  EmbedAsideOptions,
  Parsed,
  RemainingBudget,
  SampleRun,
  StepOptions,
  StopReason,
} from '../core/sampling.ts'
import type { Vector } from '../core/embedding.ts'
import { watchedAnswer } from '../requirements/start-watcher.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { askJudge } from './ask-judge.ts'
import { attemptOf, checkDraft } from './check-draft.ts'
import type { Purse } from './purse.ts'
import { decodeDraft } from './decode-draft.ts'
import { DraftRefusal } from './draft-refusal.ts'
import { startWriting, type DraftWriting } from './draft-writing.ts'
import { generate, type Generation } from './generate.ts'
import { reasonsOf, repairedAction } from './repaired-action.ts'
import type { SamplingJob } from './sampling-job.ts'
import { TextRelease } from './text-release.ts'
import type { ToolTurns, TurnStep } from './tool-turns.ts'
import type { Rejected, SentRequest } from './vary-request.ts'
import { watchedWhole, type RequirementWatch } from './watch-requirements.ts'

/** The kernel that strategies work on: drafts, checks, and keeps the books. */
export class SamplingRun<T> implements SampleRun<T> {
  readonly action: Component<unknown>
  readonly context: Context
  readonly attempts: Attempt<T>[] = []
  /** The action's message as it stands in the conversation, without words of repair. */
  question: WireMessage | undefined
  /** What drafts failed with; those that somebody cancelled have not failed. */
  readonly errors: unknown[] = []
  /** Why there will be no further attempts, if the strategy said so. */
  stopped: StopReason | undefined
  readonly started: number
  readonly #job: SamplingJob<T>
  readonly #release: TextRelease
  readonly #watched = new WeakMap<object, RequirementWatch<T>>()
  readonly #scope: CancelScope
  readonly #purse: Purse | undefined
  readonly #running = new Set<Promise<unknown>>()
  readonly #sent = new Map<number, Omit<Rejected, 'text'>>()
  readonly #rejected: Rejected[] = []
  /** Why a draft was refused, once one was. */
  refusal: DraftRefusal | undefined
  #turns: ToolTurns<T> | undefined
  #drafts = 0
  #ended = false

  /** @param openPurse where the call has a budget */
  constructor(job: SamplingJob<T>, openPurse?: (scope: CancelScope) => Purse) {
    this.#job = job
    this.action = job.action
    this.context = job.context
    this.#scope = new CancelScope(job.scope)
    this.#release = new TextRelease(job)
    this.started = job.settings.clock.now()
    this.#purse = openPurse?.(this.#scope)
  }

  get signal(): AbortSignal {
    return this.#scope.signal
  }

  get budget(): RemainingBudget {
    const { timeout, clock } = this.#job.settings
    const ms = timeout.total === undefined ? Infinity : timeout.total - (clock.now() - this.started)
    const left = this.#purse?.left ?? { attempts: Infinity, tokens: Infinity, cost: Infinity, ms }
    return { ...left, ms: Math.min(ms, left.ms) }
  }

  random(): number {
    return this.#job.settings.random()
  }

  /** Not marked `async`: a draft that its strategy forgets must not fail unseen. */
  draft(step: StepOptions = {}): Promise<Draft<T>> {
    const index = ++this.#drafts
    const isLoop = this.#job.toolLoop && step.purpose !== 'thinking' && step.purpose !== 'patch'
    const draft = isLoop ? this.#turn(step, index) : this.#single(step, index)
    return this.#tracked(draft, (error) => this.#failed(error, step))
  }

  /** Several drafts by one request; fewer, or none, where that cannot be. */
  draftTogether(n: number, step: StepOptions): Promise<readonly Draft<T>[]> {
    return this.#tracked(this.#several(n, step), (error) => this.#failed(error, step))
  }

  async *drafts(n: number, options: DraftsOptions = {}): AsyncGenerator<Draft<T>, void, undefined> {
    const { fanOut } = await import('./fan-out.ts')
    yield* fanOut(this, n, options)
  }

  ask<U>(question: Component<U>, options: AskOptions = {}): Promise<Draft<U>> {
    return this.#tracked(askJudge(question, options, { ...this.#job, scope: this.#scope }), () => {})
  }

  async embed(texts: readonly string[], options: EmbedAsideOptions = {}): Promise<readonly Vector[]> {
    const { embedAside } = await import('./embed-aside.ts')
    const { backend = this.#job.backend } = options
    return this.#tracked(embedAside(texts, options, { ...this.#job, backend, scope: this.#scope }), () => {})
  }

  async capabilities(backend: Backend = this.#job.backend): Promise<Capabilities> {
    return gateOf(await loadedBackend(backend, this.#scope)).capabilities(this.signal)
  }

  stop(reason: StopReason): undefined {
    this.stopped = reason
  }

  async check(draft: Draft<unknown>): Promise<Attempt<T>> {
    const { action, requirements, production } = this.#job
    // a draft that a strategy put together is read again: what it says of itself does not count
    const isOwn = this.#watched.has(draft)
    const own = isOwn ? (draft as Draft<T>) : { ...draft, parsed: await readAgain(action, draft) }
    const watch = this.#watched.get(draft) ?? watchedWhole(requirements, draft.text, watchedAnswer(action))
    const attempt = attemptOf(own, await checkDraft(this.#job, own, watch, this.#scope), watch)
    this.attempts.push(attempt)
    if (!attempt.ok) {
      const sent = this.#sent.get(draft.index)
      if (sent) this.#rejected.push({ ...sent, text: draft.text })
      production.emit({ type: 'attempt-rejected', attempt: draft.index, failures: attempt.failures })
      this.#release.withdraw(draft.index)
    }
    return attempt
  }

  async attempt(step?: StepOptions): Promise<Attempt<T>> {
    return this.check(await this.draft(step))
  }

  repair({ failures }: Attempt<unknown>): StepOptions {
    return { purpose: 'repair', action: repairedAction(this.action, reasonsOf(failures)) }
  }

  /** The strategy is done: what it left running is stopped, and waited for, so that the books are complete. */
  async end(): Promise<void> {
    this.#ended = true
    if (this.#running.size > 0) this.#scope.abort(callIsOver())
    this.#scope.unlink()
    await Promise.all(this.#running)
    this.#purse?.close()
  }

  /** This attempt's text stays; text of any other is taken back. */
  keep({ index }: Attempt<T>): void {
    this.#release.keep(index)
  }

  #failed(error: unknown, { signal }: StepOptions): void {
    if (error instanceof DraftRefusal) this.refusal ??= error
    else if (!this.#scope.aborted && !signal?.aborted) this.errors.push(error)
  }

  /** What is still running when the strategy ends must not be left behind. */
  #tracked<U>(work: Promise<U>, failed: (error: unknown) => void): Promise<U> {
    const over: Promise<unknown> = work.then(
      () => this.#running.delete(over),
      (error: unknown) => {
        failed(error)
        this.#running.delete(over)
      },
    )
    this.#running.add(over)
    return work
  }

  #single(step: TurnStep, index: number): Promise<Draft<T>> {
    return this.#purse ? this.#admitted(step, index, this.#purse) : this.#draft(step, index)
  }

  /** A draft in which tools are run until the model answers. */
  async #turn(step: StepOptions, index: number): Promise<Draft<T>> {
    const { ToolTurns } = await import('./tool-calls.ts')
    this.#turns ??= new ToolTurns({ job: this.#job, release: this.#release, scope: this.#scope })
    const scope = this.#scopeOf(step)
    try {
      const each = (part: TurnStep): Promise<Draft<T>> => this.#single(part, index)
      const { whole, last } = await this.#turns.draft({ step, index, scope, generate: each })
      const watch = this.#watched.get(last)
      if (watch) this.#watched.set(whole, watch)
      return whole
    } finally {
      if (step.signal) scope.unlink()
    }
  }

  async #admitted(step: TurnStep, index: number, purse: Purse): Promise<Draft<T>> {
    this.#scope.throwIfAborted()
    const { purpose = 'answer', backend = this.#job.backend } = step
    const over = await purse.admit(purpose === 'thinking' ? 0 : 1, backend, step.continued)
    return this.#draft(step, index).finally(over)
  }

  async #draft(step: TurnStep, index: number): Promise<Draft<T>> {
    this.#throwIfOver()
    const writing = startWriting(this.#job, this.#release, step, index)
    const scope = this.#scopeOf(step)
    const { hear } = writing
    const draft = generate(this.#generation(step, index, { scope, onEvent: hear }))
    return this.#written(step, writing, await (step.signal ? draft.finally(() => scope.unlink()) : draft))
  }

  async #several(n: number, step: StepOptions): Promise<readonly Draft<T>[]> {
    const count = Math.min(n, this.#purse?.mostTogether ?? n)
    // one alone goes the usual way
    if (count < 2 || this.#job.toolLoop) return []
    const { generateSeveral } = await import('./generate-several.ts')
    const first = this.#drafts + 1
    this.#drafts += count
    const over = await this.#purse?.admit(count, step.backend ?? this.#job.backend)
    const scope = this.#scopeOf(step)
    try {
      this.#throwIfOver()
      const writings = Array.from({ length: count }, (_, index) =>
        startWriting(this.#job, this.#release, step, first + index),
      )
      const drafts = await generateSeveral({
        generation: this.#generation(step, first, { scope, onEvent: () => 'go' }),
        count,
        onEvent: (candidate, event, text) => writings[candidate]?.hear(event, text) ?? 'go',
      })
      const sent = this.#sent.get(first)
      for (const { index } of drafts) if (sent) this.#sent.set(index, sent)
      return drafts.map((draft) => this.#written(step, writings[draft.index - first], draft))
    } finally {
      if (step.signal) scope.unlink()
      over?.()
    }
  }

  async #varied(
    request: SentRequest,
    warnings: Warning[],
    { attempt, backend }: { readonly attempt: number; readonly backend: Backend },
  ): Promise<SentRequest> {
    const { variedRequest } = await import('./vary-request.ts')
    // what one model said does not speak against asking another
    const own = this.#rejected.filter((rejected) => rejected.backend === backend)
    const sent = variedRequest(request, own, warnings)
    this.#sent.set(attempt, { request: sent, backend })
    return sent
  }

  #throwIfOver(): void {
    this.#scope.throwIfAborted()
    if (this.#ended) throw callIsOver()
  }

  /** What ends a draft: the call, its budget, and the step's own signal. */
  #scopeOf({ signal }: StepOptions): CancelScope {
    const within = this.#purse?.scope ?? this.#scope
    return signal ? new CancelScope(within, signal) : within
  }

  #written(step: StepOptions, writing: DraftWriting<T> | undefined, draft: Draft<T>): Draft<T> {
    writing?.end(draft)
    if (!step.action) this.question ??= draft.question
    if (writing?.watch) this.#watched.set(draft, writing.watch)
    return draft
  }

  #generation(
    step: TurnStep,
    attempt: number,
    { scope, onEvent }: Pick<Generation<T>, 'scope' | 'onEvent'>,
  ): Generation<T> {
    const job = this.#job
    const action = step.action ?? job.action
    const backend = step.backend ?? job.backend
    return {
      action,
      reader: job.action,
      purpose: step.purpose ?? 'answer',
      context: step.context ?? job.context,
      backend,
      optionLayers: [...job.optionLayers, step.modelOptions],
      schema: step.schema === undefined ? (action.schema ?? job.action.schema) : (step.schema ?? undefined),
      prefill: step.prefill ?? (action.prefill ? { text: action.prefill } : undefined),
      after: step.after,
      affinity: step.affinity,
      said: step.said,
      mustAnswer: step.mustAnswer,
      inLoop: job.toolLoop !== undefined,
      account: { ledger: job.ledger, purpose: 'draft', attempt },
      settings: job.settings,
      scope,
      onEvent,
      onRequest: (request, warnings) => {
        this.#sent.set(attempt, { request, backend })
        return this.#rejected.length > 0 ? this.#varied(request, warnings, { attempt, backend }) : request
      },
    }
  }
}

function callIsOver(): DOMException {
  return new DOMException('The call is over.', 'AbortError')
}

/** Calls that were wrong stay wrong, whatever else the answer says. */
function readAgain<T>(action: Component<T>, draft: Draft<unknown>): Parsed<T> | Promise<Parsed<T>> {
  return draft['~calls']?.length && !draft.parsed.ok ? draft.parsed : decodeDraft(action, draft)
}
