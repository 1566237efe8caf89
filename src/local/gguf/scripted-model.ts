import { OptionError } from '../../core/errors.ts'
import { byteAlphabet } from './byte-alphabet.ts'
import { llamaFields, type LlamaShape } from './llama-fields.ts'
import { llamaTensors } from './llama-tensors.ts'
import { scriptPieces } from './script-pieces.ts'
import type { TinyModel } from './tiny-model.ts'
import { tinyVocabulary } from './tiny-vocabulary.ts'
import { writeGguf } from './write-gguf.ts'

/** What a scripted model says after a token. */
export interface ScriptedChain {
  /** The token before: a newline ends the prompt of the tiny chat format. @default '\n' */
  readonly from?: string
  /** Said token by token, then the model stops. A text is cut into words. */
  readonly say: string | readonly string[]
  /** Against other chains with the same `from`, in logits. @default 30 */
  readonly logit?: number
}

/** A scripted model that was written to disk. */
export interface ScriptedModel extends TinyModel {
  /** The token of a piece of the script, of a special token, or of `'\n'`. */
  tokenOf(piece: string): number
}

const LOGIT = 30

/**
 * Writes a model that says what it is told to: the next token depends on the last one alone.
 *
 * Deterministic English for tests and for demonstrations without weights. It shows the mechanics and knows nothing.
 *
 * @throws OptionError when after some token two things would be equally likely
 */
export async function writeScriptedModel(
  path: string,
  chains: readonly ScriptedChain[],
): Promise<ScriptedModel> {
  const { vocabulary, tokenOf, links } = compile(chains)
  // a token is a direction of its own, so the space must be as wide as the vocabulary
  const width = Math.ceil(vocabulary.tokens.length / 32) * 32
  const shape: LlamaShape = { ...SHAPE, width }
  const tensors = llamaTensors(shape, vocabulary.tokens.length, 'q8_0', (name, values) => {
    const weights = new Float32Array(values)
    if (name === 'token_embd.weight')
      for (const token of vocabulary.tokens.keys()) weights[token * width + token] = 1
    // the norm stretches a direction to the square root of the width
    if (name === 'output.weight')
      for (const { last, next, logit } of links) weights[next * width + last] = logit / Math.sqrt(width)
    return weights
  })
  const sizeBytes = await writeGguf(path, llamaFields('scripted', shape, vocabulary), tensors)
  return { path, sizeBytes, vocabulary, shape, tokenOf }
}

const SHAPE: Omit<LlamaShape, 'width'> = {
  layers: 1,
  heads: 1,
  keyValueHeads: 1,
  headWidth: 16,
  feedForwardWidth: 32,
  contextLength: 4096,
}

interface Link {
  readonly last: number
  readonly next: number
  readonly logit: number
}

interface Script extends Pick<ScriptedModel, 'vocabulary' | 'tokenOf'> {
  readonly links: readonly Link[]
}

function compile(chains: readonly ScriptedChain[]): Script {
  const vocabulary = tinyVocabulary({ merges: 60 })
  const newline = byteAlphabet()[10] ?? ''
  const tokens = [...vocabulary.tokens]
  const known = new Map(tokens.map((token, index) => [token, index]))
  const spelled = (piece: string): string => (piece === '\n' ? newline : piece)
  const learn = (piece: string): number => {
    const token = known.get(spelled(piece)) ?? tokens.push(piece) - 1
    known.set(spelled(piece), token)
    return token
  }
  const links: Link[] = []
  const used = new Set<string>()
  for (const { from = '\n', say, logit = LOGIT } of chains) {
    let last = learn(from)
    const pieces = typeof say === 'string' ? scriptPieces(say, used) : say
    for (const [index, piece] of pieces.entries()) {
      const next = learn(piece)
      link(links, tokens, { last, next, logit: index === 0 ? logit : LOGIT })
      last = next
    }
    link(links, tokens, { last, next: vocabulary.special['<|im_end|>'], logit: LOGIT })
  }
  const tokenOf = (piece: string): number => {
    const token = known.get(spelled(piece))
    if (token === undefined) throw new OptionError(`the script has no piece '${piece}'`)
    return token
  }
  return { vocabulary: { ...vocabulary, tokens }, tokenOf, links }
}

function link(links: Link[], tokens: readonly string[], wanted: Link): void {
  const rival = links.find(({ last, logit }) => last === wanted.last && logit === wanted.logit)
  if (rival?.next === wanted.next) return
  if (rival)
    throw new OptionError(
      `after '${tokens[wanted.last]}' the script says both '${tokens[rival.next]}' and '${tokens[wanted.next]}'; ` +
        'cut the text differently, or give the chains different logits',
    )
  links.push(wanted)
}
