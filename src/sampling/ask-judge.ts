import type { CallSettings } from '../call/call-settings.ts'
import { SimpleContext } from '../context/simple-context.ts'
import type { Backend } from '../core/backend.ts'
import type { Component } from '../core/component.ts'
import type { OptionLayers } from '../core/layer-options.ts'
import type { Ledger } from '../core/ledger.ts'
import type { AskOptions, Draft } from '../core/sampling.ts'
import type { CancelScope } from '../util/cancel-scope.ts'
import { generate } from './generate.ts'
import { judgeLayers } from './judge-layers.ts'

/** On whose behalf a judge is asked. */
export interface JudgeSide {
  readonly backend: Backend
  readonly optionLayers: OptionLayers
  readonly settings: CallSettings
  readonly ledger: Ledger
  readonly scope: CancelScope
}

/** Asks a question about an answer: apart from the conversation, on the ledger of the call. */
export async function askJudge<U>(
  question: Component<U>,
  { attempt = 1, backend, modelOptions }: AskOptions,
  side: JudgeSide,
): Promise<Draft<U>> {
  const { ledger, optionLayers, ...rest } = side
  // what was said for the call's model is not for another one
  const own = backend === undefined || backend === side.backend
  return generate({
    ...rest,
    ...(backend && { backend }),
    action: question,
    reader: question,
    purpose: 'judge',
    context: new SimpleContext(),
    optionLayers: [...judgeLayers(own ? optionLayers : []), modelOptions],
    schema: question.schema,
    prefill: undefined,
    affinity: undefined,
    account: { ledger, purpose: 'judge', attempt },
    onEvent: (event, soFar) => (event.type === 'text' && question.enough?.(soFar) ? 'stop' : 'go'),
  })
}
