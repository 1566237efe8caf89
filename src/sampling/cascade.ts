import type { Backend } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import { textMessage, textOf, type MessagePart, type WireMessage } from '../core/message.ts'
import type { Attempt, SampleRun, SamplingStrategy, StepOptions } from '../core/sampling.ts'
import { shown } from '../util/shown.ts'
import { bestAttempt } from './best-attempt.ts'
import { DraftRefusal } from './draft-refusal.ts'
import { rejectedTurn } from './rejected-turn.ts'
import { turnOf } from './turn-of.ts'
import { singleAttempt } from './single-attempt.ts'
import { within } from './within.ts'

/** One step of a cascade. */
export interface CascadeStep<T = unknown> {
  /** Who answers. @default the call's own backend */
  readonly backend?: Backend | undefined
  /** How it is asked. @default one generation */
  readonly strategy?: SamplingStrategy<T> | undefined
  readonly modelOptions?: object | undefined
}

export interface CascadeOptions {
  /**
   * What a step is given of those before it: `'nothing'`, the question alone; `'history'`, the whole talk of the step before, with what
   * was wrong; `'best'`, the best answer so far, with what was wrong with it.
   *
   * @default 'nothing'
   */
  readonly carry?: 'nothing' | 'history' | 'best' | undefined
}

/**
 * Asks one model after another, the cheapest first, until an answer meets all requirements: what a small model can do is not paid for
 * at the price of a large one. What escalates is a failed requirement; a server that fails is an error, as everywhere.
 *
 * Costs what its steps cost, as many of them as it takes. When all fail, the best attempt of all steps is reported.
 *
 * @example
 * import { cascade, OllamaModelBackend, repairTemplate, startSession, words } from 'mellea'
 * const small = { backend: new OllamaModelBackend({ modelId: 'granite4.1:3b' }), strategy: repairTemplate({ loopBudget: 2 }) }
 * const large = new OllamaModelBackend({ modelId: 'granite4.1:8b' })
 * const strategy = cascade([small, large], { carry: 'best' })
 * await startSession().instruct('Write a haiku.', { requirements: [words.max(17)], strategy })
 * @throws OptionError for fewer than two steps, for a step that is neither a backend nor an object with one, and for an unknown `carry`.
 */
export function cascade<T = unknown>(
  steps: readonly (Backend | CascadeStep<T>)[],
  { carry = 'nothing' }: CascadeOptions = {},
): SamplingStrategy<T> {
  if (!Array.isArray(steps) || steps.length < 2)
    throw new OptionError('cascade: it needs at least two steps, each a backend or { backend, strategy }.')
  return escalating('cascade', steps.map(toStep), carry)
}

/** The cascade under another name. */
export function escalating<T>(
  name: string,
  steps: readonly CascadeStep<T>[],
  carry: NonNullable<CascadeOptions['carry']>,
): SamplingStrategy<T> {
  if (!['nothing', 'history', 'best'].includes(carry))
    throw new OptionError(`${name}: carry must be 'nothing', 'history' or 'best', got ${shown(carry)}.`)
  return {
    name,
    sequential: steps.every(({ strategy = singleAttempt }) => strategy.sequential === true),
    async sample(run) {
      let before = 0
      for (const { strategy = singleAttempt, backend, modelOptions } of steps) {
        const carried =
          run.attempts.length > before ? carriedOver(run, run.attempts.slice(before), carry) : {}
        before = run.attempts.length
        const escalated = before > 0 && { purpose: 'escalation' as const }
        const part = within(run, { ...escalated, ...carried, backend, modelOptions })
        const chosen = await strategy.sample(part).catch(unlessRepeats)
        if (chosen?.ok) return chosen
      }
      return undefined
    },
  }
}

/** A model that repeats itself has had its turn. */
function unlessRepeats(error: unknown): undefined {
  if (!(error instanceof DraftRefusal) || error.reason !== 'repeats') throw error
}

function toStep<T>(step: Backend | CascadeStep<T>, index: number): CascadeStep<T> {
  if (isBackend(step)) return { backend: step }
  const isObject = typeof step === 'object' && step !== null
  if (
    isObject &&
    (step.backend === undefined || isBackend(step.backend)) &&
    (step.backend || step.strategy || step.modelOptions)
  )
    return step
  throw new OptionError(
    `cascade: step ${index + 1} must be a backend, or an object with \`backend\`, \`strategy\` or \`modelOptions\`; got ${shown(step)}.`,
  )
}

/** Whether it can generate. */
export function isBackend(value: unknown): value is Backend {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'generate') === 'function'
}

function carriedOver<T>(
  run: SampleRun<T>,
  attempts: readonly Attempt<T>[],
  carry: NonNullable<CascadeOptions['carry']>,
): StepOptions {
  const last =
    carry === 'history' ? attempts.at(-1) : carry === 'best' ? bestAttempt(run.attempts) : undefined
  if (!last) return {}
  const said = carry === 'history' ? last.context.view() : run.context.view()
  const talk = carry === 'history' && said.length > 0 ? said : [...run.context.view(), ...turnOf(last)]
  return { ...rejectedTurn(talk.map(plain), last), purpose: 'escalation' }
}

/** What one provider keeps for itself, another cannot read. */
function plain({ role, parts }: WireMessage): WireMessage {
  const others = parts.flatMap((part): MessagePart[] => {
    if (part.type !== 'file' && part.type !== 'tool-call' && part.type !== 'tool-result') return []
    const { state: _, ...rest } = part
    return [rest]
  })
  const text = textMessage(role, textOf({ parts }))
  if (others.length === 0) return text
  return { role, parts: textOf(text) === '' ? others : [...text.parts, ...others] }
}
