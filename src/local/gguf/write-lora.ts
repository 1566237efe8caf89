import { writeGguf, type GgufField, type GgufTensor } from './write-gguf.ts'

/** What an adapter adds to one matrix: `output x rank` times `rank x input`. */
export interface LoraUpdate {
  /** Of the matrix in the model: `'blk.0.attn_q.weight'`. */
  readonly tensor: string
  readonly input: number
  readonly output: number
  readonly rank: number
  /** `rank` rows of `input`. */
  readonly a: Float32Array
  /** `output` rows of `rank`. */
  readonly b: Float32Array
}

export interface LoraOptions {
  /** @default the rank of the first update, that is a scale of 1 */
  readonly alpha?: number | undefined
  /** Makes it an activated adapter (aLoRA), which works from these tokens on. */
  readonly invocationTokens?: readonly number[] | undefined
}

/** Writes an adapter as llama.cpp reads it. Gives its size in bytes. */
export function writeLora(
  path: string,
  updates: readonly LoraUpdate[],
  options: LoraOptions = {},
): Promise<number> {
  const fields: GgufField[] = [
    { key: 'general.architecture', type: 'string', value: 'llama' },
    { key: 'general.type', type: 'string', value: 'adapter' },
    { key: 'adapter.type', type: 'string', value: 'lora' },
    { key: 'adapter.lora.alpha', type: 'f32', value: options.alpha ?? updates[0]?.rank ?? 1 },
  ]
  if (options.invocationTokens)
    fields.push({ key: 'adapter.alora.invocation_tokens', type: 'u32s', value: options.invocationTokens })
  const tensors = updates.flatMap(({ tensor, input, output, rank, a, b }): readonly GgufTensor[] => [
    { name: `${tensor}.lora_a`, shape: [input, rank], type: 'f32', values: a },
    { name: `${tensor}.lora_b`, shape: [rank, output], type: 'f32', values: b },
  ])
  return writeGguf(path, fields, tensors)
}
