import type { CallSettings } from '../call/call-settings.ts'
import { SimpleContext } from '../context/simple-context.ts'
import type { Backend } from '../core/backend.ts'
import type { Component } from '../core/component.ts'
import type { JudgeOptions } from '../core/judge-options.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Ledger } from '../core/ledger.ts'
import type { AskOptions, Draft } from '../core/sampling.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { generate } from './generate.ts'
import { judgeLayers } from './judge-layers.ts'

/** On whose behalf a judge is asked. */
export interface JudgeSide {
  readonly backend: Backend
  readonly optionLayers: OptionLayers
  readonly settings: CallSettings
  readonly ledger: Ledger
  readonly scope: CancelScope
  readonly judge?: JudgeOptions | undefined
}

/** Asks a question about an answer: apart from the conversation, on the ledger of the call. */
export async function askJudge<U>(
  question: Component<U>,
  { attempt = 1, backend, modelOptions, signal }: AskOptions,
  side: JudgeSide,
): Promise<Draft<U>> {
  const { judge } = side
  // what was said for the call's model, or for the judge, is not for another one
  const own = backend === undefined || backend === side.backend
  const layers = own && !judge?.backend ? judgeLayers(side.optionLayers) : judgeLayers([])
  const scope = signal ? new CancelScope(side.scope, signal) : side.scope
  try {
    return await generate({
      backend: backend ?? judge?.backend ?? side.backend,
      settings: side.settings,
      scope,
      action: question,
      reader: question,
      purpose: 'judge',
      context: new SimpleContext(),
      optionLayers: [...layers, own ? judge?.modelOptions : undefined, modelOptions],
      schema: question.schema,
      prefill: undefined,
      affinity: undefined,
      account: { ledger: side.ledger, purpose: 'judge', attempt },
      onEvent: (event, soFar) => (event.type === 'text' && question.enough?.(soFar) ? 'stop' : 'go'),
    })
  } finally {
    if (signal) scope.unlink()
  }
}
