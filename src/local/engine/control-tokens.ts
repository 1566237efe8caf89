import type { LlamaModel } from 'node-llama-cpp'

/** The tokens that a model treats as commands, as they are written. */
export function controlTokens(model: LlamaModel): readonly string[] {
  const texts: string[] = []
  for (const token of model.iterateAllTokens()) {
    const { control, unknown } = model.getTokenAttributes(token)
    if (control || unknown || model.isEogToken(token)) texts.push(model.detokenize([token], true))
  }
  return texts.filter((text) => text.length > 0)
}
