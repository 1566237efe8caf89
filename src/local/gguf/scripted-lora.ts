import type { ScriptedModel } from './scripted-model.ts'
import { writeLora } from './write-lora.ts'

/** What the adapter makes its model say. */
export interface ScriptedLoraOptions {
  /** The token after which it speaks. */
  readonly from: string
  /** What comes then, instead of what the model would say. A piece of the model's script. */
  readonly to: string
  /** @default 60, twice what the script has */
  readonly logit?: number | undefined
  /** Makes it an activated adapter (aLoRA), which works from these pieces on. */
  readonly invocation?: readonly string[] | undefined
}

/** Writes an adapter that changes one step of a scripted model. Gives its size in bytes. */
export function writeScriptedLora(
  path: string,
  model: ScriptedModel,
  options: ScriptedLoraOptions,
): Promise<number> {
  const { width } = model.shape
  const a = new Float32Array(width)
  const b = new Float32Array(model.vocabulary.tokens.length)
  a[model.tokenOf(options.from)] = 1
  b[model.tokenOf(options.to)] = (options.logit ?? 60) / Math.sqrt(width)
  const update = { tensor: 'output.weight', input: width, output: b.length, rank: 1, a, b }
  const invocationTokens = options.invocation?.map((piece) => model.tokenOf(piece))
  return writeLora(path, [update], { alpha: 1, invocationTokens })
}
