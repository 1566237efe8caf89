import { MelleaError, OptionError } from '../core/errors.ts'
import type { RunnableToolCall, ToolOutcome, ToolStep } from '../core/model-output.ts'
import { textOf, type WireMessage } from '../core/message.ts'
import type { Draft, StepOptions, ToolCallReading } from '../core/sampling.ts'
import type { ToolLoopOptions } from '../core/tool.ts'
import { addUsage } from '../core/usage.ts'
import { runCalls } from '../tools/run-calls.ts'
import { toResultPart } from '../tools/result-part.ts'
import type { CancelScope } from '../util/cancel-scope.ts'
import { shown } from '../util/shown.ts'
import type { SamplingJob } from './sampling-job.ts'
import type { TextRelease } from './text-release.ts'
import { ToolMemory } from './tool-memory.ts'

/** A step, and where in a tool loop it stands. */
export interface TurnStep extends StepOptions {
  /** What was called and answered since the question. */
  readonly said?: readonly WireMessage[] | undefined
  /** No more calls: the results are in. */
  readonly mustAnswer?: boolean | undefined
  /** It goes on with an attempt that has begun. */
  readonly continued?: boolean | undefined
}

interface TurnSide<T> {
  readonly job: SamplingJob<T>
  readonly release: TextRelease
  /** Of the call: a result may be shared by attempts. */
  readonly scope: CancelScope
}

interface Turn<T> {
  readonly step: StepOptions
  readonly index: number
  /** Of this attempt. */
  readonly scope: CancelScope
  readonly generate: (step: TurnStep) => Promise<Draft<T>>
}

/** Attempts in which the model calls tools until it answers. Those of one call share what was run. */
export class ToolTurns<T> {
  readonly #side: TurnSide<T>
  readonly #limits: Required<{ [K in keyof ToolLoopOptions]: NonNullable<ToolLoopOptions[K]> }>
  readonly #memory: ToolMemory
  /** What was done in an attempt that a repair goes on from. */
  #carried: readonly ToolStep[] = []

  /** @throws OptionError for limits that cannot mean anything. */
  constructor(side: TurnSide<T>) {
    this.#side = side
    this.#limits = toLimits(side.job.toolLoop ?? {})
    this.#memory = new ToolMemory(side.scope.signal)
  }

  /** One attempt, and the generation that its answer comes from. */
  async draft(turn: Turn<T>): Promise<{ readonly whole: Draft<T>; readonly last: Draft<T> }> {
    // who brings a conversation of his own begins anew in it
    const isOwn = turn.step.context !== undefined
    const steps = isOwn ? [] : [...this.#carried]
    const drafts: Draft<T>[] = []
    this.#showAgain(turn.index, steps)
    const startOver = this.#memory.attempt(steps)
    try {
      for (;;) {
        const last = await this.#generation(turn, steps, drafts)
        drafts.push(last)
        const calls = last['~calls'] ?? []
        if (!isToRun(last, calls) || steps.length >= this.#limits.maxSteps)
          return { whole: await this.#whole(turn, steps, drafts), last }
        steps.push(await this.#step(turn, last, calls, startOver))
        if (!isOwn && !this.#memory.isRepeatable) this.#carried = [...steps]
        this.#side.release.pause(turn.index)
      }
    } catch (error) {
      throw this.#traced(error, steps, drafts)
    }
  }

  /** Where a schema and tools do not go together, an answer that does not fit it is asked for again, under the schema alone. */
  async #generation(
    turn: Turn<T>,
    steps: readonly ToolStep[],
    drafts: readonly Draft<T>[],
  ): Promise<Draft<T>> {
    const said = steps.flatMap(({ messages }) => messages)
    const mustAnswer = steps.length >= this.#limits.maxSteps
    const continued = drafts.length > 0
    // what the first text went on from is said by now
    const step = continued ? { ...turn.step, prefill: undefined, after: undefined } : turn.step
    const draft = await turn.generate({ ...step, said, mustAnswer, continued })
    const called = (draft['~calls'] ?? []).length > 0
    const isLoose = draft['~schemaInWords'] === true && !called && draft.finishReason === 'stop'
    if (!isLoose || draft.parsed.ok) return draft
    const again = await turn.generate({ ...step, said, mustAnswer: true, continued: true })
    return Object.freeze({ ...again, usage: addUsage(draft.usage, again.usage) })
  }

  async #step(
    { index, scope }: Turn<T>,
    { message }: Draft<T>,
    calls: readonly ToolCallReading[],
    runOnce: (call: RunnableToolCall) => Promise<unknown>,
  ): Promise<ToolStep> {
    const { production, settings } = this.#side.job
    const outcomes = await runCalls(calls, {
      signal: scope.signal,
      concurrency: this.#limits.concurrency,
      now: () => settings.clock.now(),
      run: runOnce,
      onOutcome: (outcome) => production.emit({ type: 'tool-result', attempt: index, outcome }),
    })
    const failed = this.#limits.onToolError === 'throw' ? outcomes.find(isFailure) : undefined
    if (failed) throw failed.error
    return { messages: [message, { role: 'tool', parts: outcomes.map(toResultPart) }], outcomes }
  }

  /** All generations of the attempt as one. */
  async #whole(
    { index }: Turn<T>,
    steps: readonly ToolStep[],
    drafts: readonly Draft<T>[],
  ): Promise<Draft<T>> {
    const [first] = drafts
    const last = drafts.at(-1)
    if (!first || !last) throw new TypeError('An attempt has one generation at least.')
    const costs = drafts.map(({ cost }) => cost)
    const isPriced = costs.every((cost) => cost !== undefined)
    const left = last['~calls'] ?? []
    const stillCalls = left.length > 0 && left.every(({ ok }) => ok) && isToRun(last, left)
    return Object.freeze({
      ...last,
      index,
      steps: [...steps],
      ...(stillCalls && {
        parsed: { ok: false, error: stillCalling(this.#limits.maxSteps, last.text) } as const,
      }),
      usage: drafts.map(({ usage }) => usage).reduce(addUsage),
      cost: isPriced ? costs.reduce((sum, cost) => sum + cost, 0) : undefined,
      warnings: drafts.flatMap(({ warnings }) => warnings),
      startedMs: first.startedMs,
      latencyMs: last.startedMs + last.latencyMs - first.startedMs,
    })
  }

  /** An attempt that goes on from what was done has said the same until then. */
  #showAgain(index: number, steps: readonly ToolStep[]): void {
    for (const { messages } of steps) {
      const text = messages[0] ? textOf(messages[0]) : ''
      if (text === '') continue
      this.#side.release.show(index, text, text.length)
      this.#side.release.pause(index)
    }
  }

  /** A failure after tools ran is not without trace: whoever goes on need not run them again. */
  #traced(error: unknown, steps: readonly ToolStep[], drafts: readonly Draft<T>[]): unknown {
    const [first] = drafts
    if (!MelleaError.isInstance(error) || error.context !== undefined || !first || steps.length === 0)
      return error
    const messages = [first.question, ...steps.flatMap((step) => step.messages)]
    const value = this.#side.job.context.add({ messages })
    Object.defineProperty(error, 'context', { value, enumerable: false, configurable: true, writable: true })
    return error
  }
}

/** One that was stopped, or cut off in the middle of a call, is not run. */
function isToRun({ finishReason }: Draft<unknown>, calls: readonly ToolCallReading[]): boolean {
  const isWhole =
    finishReason !== 'aborted' && finishReason !== 'refusal' && finishReason !== 'content-filter'
  return isWhole && calls.length > 0 && calls.every((one) => one.ok || one.error.code !== 'truncated')
}

function isFailure({ ok, error }: ToolOutcome): boolean {
  return !ok && MelleaError.isInstance(error) && error.code !== 'invalid-tool-call'
}

function stillCalling(maxSteps: number, text: string): MelleaError {
  return new MelleaError(
    `The tool loop is over after ${maxSteps} steps, and the model still calls tools. Answer with what you know, or raise \`toolLoop\`.`,
    { code: 'budget-exhausted', text },
  )
}

function toLimits({ maxSteps = 8, concurrency = 8, onToolError = 'tell' }: ToolLoopOptions): {
  maxSteps: number
  concurrency: number
  onToolError: 'tell' | 'throw'
} {
  for (const [name, value] of Object.entries({ maxSteps, concurrency }))
    if (!Number.isInteger(value) || value < 1)
      throw new OptionError(`toolLoop: ${name} is a whole number above 0, got ${shown(value)}.`)
  if (onToolError === 'tell' || onToolError === 'throw') return { maxSteps, concurrency, onToolError }
  throw new OptionError(`toolLoop: onToolError is 'tell' or 'throw', got ${shown(onToolError)}.`)
}
