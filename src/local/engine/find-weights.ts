import type { PrepareProgress } from '../../core/backend.ts'
import { readGgufHeader } from '../gguf/read-gguf-header.ts'
import type { ModelStore } from '../store/model-store.ts'
import { loadLlamaModule, type LlamaModule, type LoadLlama } from './llama-module.ts'

export interface FindWeightsOptions {
  readonly store: ModelStore
  readonly signal: AbortSignal
  readonly report: (progress: PrepareProgress) => void
  readonly load?: LoadLlama | undefined
}

/** Weights on this machine, and the engine that reads them. */
export interface FoundWeights {
  readonly module: LlamaModule
  readonly path: string
  /** For `openWeights`, in parts of the whole. */
  readonly onProgress: (share: number) => void
}

/** Finds the weights of a model, and fetches them if need be. */
export async function findWeights(
  id: string,
  { store, signal, report, load }: FindWeightsOptions,
): Promise<FoundWeights> {
  // before gigabytes are fetched for nothing
  const module = await loadLlamaModule(load)
  const { path, source, sizeBytes } = await store.resolve(id, { signal, onProgress: report })
  report({ phase: 'loading', what: id })
  // the engine's reader believes what a damaged file says; those of the store were checked already
  if (source === 'file') await readGgufHeader(path)
  const onProgress = (share: number): void =>
    report({
      phase: 'loading',
      what: id,
      completedBytes: Math.round(share * sizeBytes),
      totalBytes: sizeBytes,
    })
  return { module, path, onProgress }
}
