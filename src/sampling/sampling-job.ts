import type { Backend } from '../core/backend.ts'
import type { CallBudget } from '../core/call-budget.ts'
import type { CallSettings } from '../call/call-settings.ts'
import type { Component } from '../core/component.ts'
import type { Context } from '../core/context.ts'
import type { JudgeOptions } from '../core/judge-options.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Ledger } from '../core/ledger.ts'
import type { CancelScope } from '../util/cancel-scope.ts'
import type { Requirement } from '../core/requirement.ts'
import type { Production } from '../core/running-call.ts'
import type { SamplingStrategy } from '../core/sampling.ts'
import type { ToolLoopOptions } from '../core/tool.ts'
import type { VerdictMemory } from '../requirements/verdict-memory.ts'

/** Everything that one call is made of. */
export interface SamplingJob<T> {
  readonly action: Component<T>
  readonly context: Context
  readonly backend: Backend
  readonly requirements: readonly Requirement<T>[]
  readonly strategy: SamplingStrategy<T>
  /** The session's and the call's options, the weakest first; the backend's own come below them. */
  readonly optionLayers: OptionLayers
  readonly settings: CallSettings
  readonly ledger: Ledger
  readonly scope: CancelScope
  readonly production: Pick<Production<T, never>, 'emit' | 'release' | 'withdraw'>
  /** @default 'chunk' when nothing can take text back but a watcher, else 'accepted' */
  readonly release?: 'chunk' | 'accepted' | undefined
  readonly onFailure: 'throw' | 'best'
  /** What it may spend, whatever the strategy: the session's limits, then its own. Looked at when it starts. */
  readonly budgets: readonly (CallBudget | undefined)[]
  readonly validateAll?: boolean | undefined
  readonly judge?: JudgeOptions | undefined
  /** What judges and other dear checks have said of texts in this call. */
  readonly memory?: VerdictMemory | undefined
  /** Run the tools that are called until the model answers. @default calls are given back, and nothing runs */
  readonly toolLoop?: ToolLoopOptions | undefined
  /** Whether code checks sentences that are plainly rules. @default true */
  readonly compile?: boolean | undefined
}
