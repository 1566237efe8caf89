import type { CustomBatchingPrioritizationStrategy, LlamaContext, LlamaModel } from 'node-llama-cpp'
import { coreCount } from './core-count.ts'
import { engineFailure } from './engine-failure.ts'
import { loadLlamaModule, type LlamaModule, type LoadLlama } from './llama-module.ts'
import { leaseLlama, type GpuChoice, type LlamaLease } from './shared-llama.ts'

export interface OpenModelOptions {
  /** Of the GGUF file. */
  readonly path: string
  readonly gpu: GpuChoice
  /** Never more than there are cores. */
  readonly threads: number | undefined
  /** In tokens, of each sequence. */
  readonly contextSize: number | undefined
  /** How many conversations are remembered at once. */
  readonly sequences: number
  readonly signal: AbortSignal
  /** From 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined
  readonly load?: LoadLlama | undefined
}

/** A model with its memory, ready to run. */
export interface OpenModel {
  readonly module: LlamaModule
  readonly model: LlamaModel
  readonly context: LlamaContext
  readonly threads: number
  close(): Promise<void>
}

/** More would cost memory that most conversations never use. */
const USUAL_CONTEXT = 4096

/** Loads a model file and makes room for its sequences. */
export async function openModel(options: OpenModelOptions): Promise<OpenModel> {
  const module = await loadLlamaModule(options.load)
  options.signal.throwIfAborted()
  const lease = await leaseLlama(module, options.gpu)
  try {
    return await open(module, lease, options)
  } catch (error) {
    const words = lease.lastWords()
    await lease.release()
    options.signal.throwIfAborted()
    throw engineFailure(`${options.path} does not load${words ? ` (${words})` : ''}`, error)
  }
}

async function open(module: LlamaModule, lease: LlamaLease, options: OpenModelOptions): Promise<OpenModel> {
  const threads = usableThreads(options.threads)
  const model = await lease.llama.loadModel({
    modelPath: options.path,
    gpuLayers: options.gpu === false ? 0 : 'auto',
    loadSignal: options.signal,
    onLoadProgress: (share) => options.onProgress?.(share),
  })
  const close = async (): Promise<void> => {
    await model.dispose()
    await lease.release()
  }
  try {
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
    return { module, model, context, threads, close }
  } catch (error) {
    await model.dispose()
    throw error
  }
}

/** All cores but one: the threads spin, and wait long for one that has to share its core. */
function usableThreads(wanted: number | undefined): number {
  const cores = coreCount()
  return Math.max(1, Math.min(wanted ?? cores - 1, cores))
}

const oneByOne: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  const [item] = items
  return item ? [{ item, processAmount: Math.min(item.tokens.length, size) }] : []
}
