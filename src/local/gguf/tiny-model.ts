import type { GgufTensorType } from './gguf-format.ts'
import { llamaFields, type LlamaShape } from './llama-fields.ts'
import { llamaTensors } from './llama-tensors.ts'
import { seededNormal } from './seeded-normal.ts'
import { tinyVocabulary, type TinyVocabulary } from './tiny-vocabulary.ts'
import { writeGguf } from './write-gguf.ts'

/** What a small model with random weights is made from. */
export interface TinyModelOptions {
  /** The same seed gives the same file. @default 7 */
  readonly seed?: number | undefined
  /** @default 'f32' */
  readonly type?: GgufTensorType | undefined
  /** What it says of itself, in GGUF's numbers: 1 `mean`, 2 `cls`, 3 `last`, 4 `rank`. @default nothing: it was made to talk */
  readonly pooling?: number | undefined
}

/** A model that was written to disk. */
export interface TinyModel {
  readonly path: string
  readonly sizeBytes: number
  readonly vocabulary: TinyVocabulary
  readonly shape: LlamaShape
}

const SHAPE: LlamaShape = {
  width: 64,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headWidth: 16,
  feedForwardWidth: 128,
  contextLength: 4096,
}

/** Writes a small model with random weights: a real transformer that speaks nonsense, for tests of engines. */
export async function writeTinyModel(path: string, options: TinyModelOptions = {}): Promise<TinyModel> {
  const vocabulary = tinyVocabulary()
  const normal = seededNormal(options.seed ?? 7)
  const tensors = llamaTensors(SHAPE, vocabulary.tokens.length, options.type ?? 'f32', (name, values) => {
    const deviation = name === 'token_embd.weight' ? 1 : name === 'output.weight' ? 0.25 : 0.1
    return new Float32Array(values).map(() => normal() * deviation)
  })
  const fields = [...llamaFields('tiny-random-llama', SHAPE, vocabulary)]
  if (options.pooling !== undefined)
    fields.push({ key: 'llama.pooling_type', type: 'u32', value: options.pooling })
  const sizeBytes = await writeGguf(path, fields, tensors)
  return { path, sizeBytes, vocabulary, shape: SHAPE }
}
