import { quantizationOf } from '../../local/store/choose-gguf-file.ts'
import type { StoredModel } from '../../local/store/stored-model.ts'

/** A model of the store, as `m models --json` has it. */
export type ListedModel = Omit<StoredModel, 'repository' | 'revision' | 'file'> & {
  readonly quantization?: string
}

export function listedModel(model: StoredModel): ListedModel {
  const { id, path, source, sizeBytes, sha256, license, file } = model
  const quantization = quantizationOf(file)
  return {
    id,
    path,
    source,
    sizeBytes,
    ...(quantization && { quantization }),
    ...(license && { license }),
    sha256,
  }
}
