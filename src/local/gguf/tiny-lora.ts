import { seededNormal } from './seeded-normal.ts'
import type { TinyModel } from './tiny-model.ts'
import { writeLora, type LoraOptions } from './write-lora.ts'

/** What a small adapter with random weights is made from. */
export interface TinyLoraOptions extends Pick<LoraOptions, 'invocationTokens'> {
  /** @default 99 */
  readonly seed?: number | undefined
}

const RANK = 4
const DEVIATION = 0.3

/** Writes a random adapter on the attention of a tiny model. Gives its size in bytes. */
export function writeTinyLora(
  path: string,
  { shape }: TinyModel,
  options: TinyLoraOptions = {},
): Promise<number> {
  const normal = seededNormal(options.seed ?? 99)
  const random = (values: number): Float32Array => new Float32Array(values).map(() => normal() * DEVIATION)
  const outputs = {
    attn_q: shape.heads * shape.headWidth,
    attn_k: shape.keyValueHeads * shape.headWidth,
    attn_v: shape.keyValueHeads * shape.headWidth,
  }
  const updates = Array.from({ length: shape.layers }, (_, layer) =>
    Object.entries(outputs).map(([name, output]) => ({
      tensor: `blk.${layer}.${name}.weight`,
      input: shape.width,
      output,
      rank: RANK,
      a: random(RANK * shape.width),
      b: random(output * RANK),
    })),
  ).flat()
  return writeLora(path, updates, { alpha: 8, invocationTokens: options.invocationTokens })
}
