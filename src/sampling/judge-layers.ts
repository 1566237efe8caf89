import type { OptionLayers } from '../core/layer-options.ts'

/** What shapes an answer has no business in its judgement. */
const notForJudges = [
  'systemPrompt',
  'system',
  'stopSequences',
  'stop',
  'maxNewTokens',
  'num_predict',
  'max_tokens',
  'max_completion_tokens',
  'stream',
  'tools',
  'toolChoice',
]

/** The options of a judge: the same model in the same window, cold, without what was said about the answer's form. */
export function judgeLayers(layers: OptionLayers): OptionLayers {
  const kept = layers.map(
    (layer) =>
      layer && Object.fromEntries(Object.entries(layer).filter(([name]) => !notForJudges.includes(name))),
  )
  return [...kept, { temperature: 0 }]
}
