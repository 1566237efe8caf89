import type { LlamaModel } from 'node-llama-cpp'
import { coreCount } from './core-count.ts'
import { engineFailure } from './engine-failure.ts'
import type { LlamaModule } from './llama-module.ts'
import { leaseLlama, type GpuChoice } from './shared-llama.ts'

export interface OpenWeightsOptions {
  readonly module: LlamaModule
  /** Of the GGUF file. */
  readonly path: string
  readonly gpu: GpuChoice
  /** Never more than there are cores. */
  readonly threads: number | undefined
  readonly signal: AbortSignal
  /** From 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** A model in memory. */
export interface OpenWeights {
  readonly module: LlamaModule
  readonly model: LlamaModel
  readonly threads: number
  close(): Promise<void>
}

/** Loads a model file, and lets `finish` make what runs it; nothing stays behind where that fails. */
export async function openWeights<T>(
  { module, path, gpu, threads, signal, onProgress }: OpenWeightsOptions,
  finish: (weights: OpenWeights) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const lease = await leaseLlama(module, gpu)
  let model: LlamaModel | undefined
  const close = async (): Promise<void> => {
    await model?.dispose()
    await lease.release()
  }
  try {
    model = await lease.llama.loadModel({
      modelPath: path,
      gpuLayers: gpu === false ? 0 : 'auto',
      loadSignal: signal,
      onLoadProgress: (share) => onProgress?.(share),
    })
    return await finish({ module, model, threads: usableThreads(threads), close })
  } catch (error) {
    const words = lease.lastWords()
    await close()
    signal.throwIfAborted()
    throw engineFailure(`${path} does not load${words ? ` (${words})` : ''}`, error)
  }
}

/** All cores but one: the threads spin, and wait long for one that has to share its core. */
function usableThreads(wanted: number | undefined): number {
  const cores = coreCount()
  return Math.max(1, Math.min(wanted ?? cores - 1, cores))
}
