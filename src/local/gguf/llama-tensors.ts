import type { GgufTensorType } from './gguf-format.ts'
import type { LlamaShape } from './llama-fields.ts'
import type { GgufTensor } from './write-gguf.ts'

/** Gives the weights of the tensor of that name. */
export type WeightsOf = (name: string, values: number) => Float32Array

/** All tensors of a model of that shape; norms are ones, in full precision. */
export function llamaTensors(
  shape: LlamaShape,
  vocabularySize: number,
  type: GgufTensorType,
  weightsOf: WeightsOf,
): readonly GgufTensor[] {
  const { width, heads, keyValueHeads, headWidth, feedForwardWidth } = shape
  const norm = (name: string): GgufTensor => ({
    name,
    shape: [width],
    type: 'f32',
    values: new Float32Array(width).fill(1),
  })
  const matrix = (name: string, input: number, output: number): GgufTensor => ({
    name,
    shape: [input, output],
    // rows that do not fill a block stay half precision
    type: input % 32 === 0 ? type : 'f16',
    values: weightsOf(name, input * output),
  })
  const layer = (index: number): readonly GgufTensor[] => {
    const name = `blk.${index}.`
    return [
      norm(`${name}attn_norm.weight`),
      matrix(`${name}attn_q.weight`, width, heads * headWidth),
      matrix(`${name}attn_k.weight`, width, keyValueHeads * headWidth),
      matrix(`${name}attn_v.weight`, width, keyValueHeads * headWidth),
      matrix(`${name}attn_output.weight`, heads * headWidth, width),
      norm(`${name}ffn_norm.weight`),
      matrix(`${name}ffn_gate.weight`, width, feedForwardWidth),
      matrix(`${name}ffn_up.weight`, width, feedForwardWidth),
      matrix(`${name}ffn_down.weight`, feedForwardWidth, width),
    ]
  }
  return [
    matrix('token_embd.weight', width, vocabularySize),
    norm('output_norm.weight'),
    matrix('output.weight', width, vocabularySize),
    ...Array.from({ length: shape.layers }, (_, index) => layer(index)).flat(),
  ]
}
