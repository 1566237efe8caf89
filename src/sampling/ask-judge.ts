import type { CallSettings } from '../call/call-settings.ts'
import type { Backend } from '../core/backend.ts'
import type { Component } from '../core/component.ts'
import type { JudgeOptions } from '../core/judge-options.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Ledger } from '../core/ledger.ts'
import type { AskOptions, Draft } from '../core/sampling.ts'
import type { CancelScope } from '../util/cancel-scope.ts'

/** On whose behalf a judge is asked. */
export interface JudgeSide {
  readonly backend: Backend
  readonly optionLayers: OptionLayers
  readonly settings: CallSettings
  readonly ledger: Ledger
  readonly scope: CancelScope
  readonly judge?: JudgeOptions | undefined
}

/** Asks a question about an answer. How is loaded with the first question: most calls have none. */
export async function askJudge<U>(
  question: Component<U>,
  options: AskOptions,
  side: JudgeSide,
): Promise<Draft<U>> {
  const { putQuestion } = await import('./put-question.ts')
  return putQuestion(question, options, side)
}
