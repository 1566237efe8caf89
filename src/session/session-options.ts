import type { Backend, Middleware } from '../core/backend.ts'
import type { CallBudget } from '../core/call-budget.ts'
import type { Clock } from '../core/clock.ts'
import type { Context } from '../core/context.ts'
import type { JudgeOptions } from '../core/judge-options.ts'
import type { ModelOptions } from '../core/model-options.ts'
import type { Prices } from '../core/price.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import type { ToolLoopOptions } from '../core/tool.ts'
import type { CallOptions } from './call-options.ts'

/** What holds for all calls of a session, unless a call says otherwise. */
export interface SessionDefaults<N extends object = Record<string, unknown>> extends Omit<
  CallOptions<N>,
  'signal' | 'modelOptions'
> {
  readonly modelOptions?: ModelOptions<N> | undefined
  /** @default repairTemplate() */
  readonly strategy?: SamplingStrategy | null | undefined
  /** Of every single call; a call's own limits win, one by one. @default unlimited */
  readonly budget?: CallBudget | undefined
  /** @default 'throw' */
  readonly onFailure?: 'throw' | 'best' | undefined
  readonly validateAll?: boolean | undefined
  /** How tools are run for the model; a number is `maxSteps`. @default calls are given back, and nothing runs */
  readonly toolLoop?: number | ToolLoopOptions | undefined
  /** Whether code checks requirements that are plainly rules, in place of the judge. @default true */
  readonly compile?: boolean | undefined
  /** Who judges requirements in words, and how. @default the backend of the session, at temperature 0 */
  readonly judge?: JudgeOptions | undefined
  readonly release?: 'chunk' | 'accepted' | undefined
  /** Around every physical call; the first is the outermost. */
  readonly middleware?: readonly Middleware[] | undefined
  /**
   * What a million tokens of a model cost, so that outputs and ledgers have a `cost`. There is no built-in list: what is not here, and
   * not among the backend's own `prices`, has an unknown price, also a model on this machine.
   */
  readonly prices?: Prices | undefined
}

/** What a session starts with. `ctx` and `contextType` say the same thing: give one. */
export interface SessionStart {
  /** The conversation to go on with. @default new SimpleContext() */
  readonly ctx?: Context | undefined
  readonly contextType?: 'simple' | 'chat' | undefined
  /** Time, as the session sees it; for tests. */
  readonly clock?: Clock | undefined
  /** From 0 up to 1; for tests. @default Math.random */
  readonly random?: (() => number) | undefined
}

export interface MelleaSessionOptions<N extends object = Record<string, unknown>>
  extends SessionDefaults<N>, SessionStart {
  readonly backend: Backend<N>
  /** Whether closing the session closes the backend, too. @default false: whoever made it closes it */
  readonly ownsBackend?: boolean | undefined
}
