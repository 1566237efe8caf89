import { SimpleContext } from '../context/simple-context.ts'
import type { Component } from '../core/component.ts'
import type { AskOptions, Draft } from '../core/sampling.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import type { JudgeSide } from './ask-judge.ts'
import { generate } from './generate.ts'
import { judgeLayers } from './judge-layers.ts'

/** Asks a question about an answer: apart from the conversation, on the ledger of the call. */
export async function putQuestion<U>(
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
      inLoop: false,
      account: { ledger: side.ledger, purpose: 'judge', attempt },
      onEvent: (event, soFar) => (event.type === 'text' && question.enough?.(soFar) ? 'stop' : 'go'),
    })
  } finally {
    if (signal) scope.unlink()
  }
}
