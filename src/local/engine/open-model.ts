import type { CustomBatchingPrioritizationStrategy, LlamaContext } from 'node-llama-cpp'
import { openWeights, type OpenWeights, type OpenWeightsOptions } from './open-weights.ts'

export interface OpenModelOptions extends OpenWeightsOptions {
  /** In tokens, of each sequence. */
  readonly contextSize: number | undefined
  /** How many conversations are remembered at once. */
  readonly sequences: number
}

/** A model with its memory, ready to run. */
export interface OpenModel extends OpenWeights {
  readonly context: LlamaContext
}

/** More would cost memory that most conversations never use. */
const USUAL_CONTEXT = 4096

/** Loads a model file and makes room for its sequences. */
export function openModel(options: OpenModelOptions): Promise<OpenModel> {
  return openWeights(options, async (weights) => {
    const { model, threads } = weights
    const context = await model.createContext({
      contextSize: Math.min(options.contextSize ?? USUAL_CONTEXT, model.trainContextSize),
      sequences: options.sequences,
      threads,
      batchSize: 512,
      // the plain kernels give the same numbers however a prompt is cut; the fused ones do not
      ...(options.gpu === false && { flashAttention: false }),
      // alone in its batch, a sequence is computed the same way whoever else is there
      batching: { itemPrioritizationStrategy: oneByOne },
      failedCreationRemedy: false,
      createSignal: options.signal,
    })
    return { ...weights, context }
  })
}

const oneByOne: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  const [item] = items
  return item ? [{ item, processAmount: Math.min(item.tokens.length, size) }] : []
}
