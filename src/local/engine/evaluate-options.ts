import type { SequenceEvaluateOptions } from 'node-llama-cpp'
import type { OpenModel } from './open-model.ts'
import type { SamplingSettings } from './sampling-settings.ts'

/** Our settings as the engine takes them. `said` is what has been generated so far. */
export async function evaluateOptions(
  { module, model }: Pick<OpenModel, 'module' | 'model'>,
  { temperature, topP, topK, minP, seed, penalty }: SamplingSettings,
  { grammar, said }: { readonly grammar: string | undefined; readonly said: readonly number[] },
): Promise<SequenceEvaluateOptions> {
  return {
    // none is left to the engine: its own are 0, 40 and 0.95
    temperature,
    topP,
    topK,
    minP,
    seed,
    ...(penalty && {
      repeatPenalty: {
        punishTokens: () => said.slice(-penalty.window).map((token) => token as never),
        maxPunishTokens: penalty.window,
        penalty: penalty.repetition,
        presencePenalty: penalty.presence,
        frequencyPenalty: penalty.frequency,
      },
    }),
    ...(grammar !== undefined && {
      // a state that was used once ends every later answer at once
      grammarEvaluationState: new module.LlamaGrammarEvaluationState({
        model,
        grammar: await model.llama.createGrammar({ grammar }),
      }),
    }),
  }
}
