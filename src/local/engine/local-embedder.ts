import type { LlamaEmbeddingContext, Token } from 'node-llama-cpp'
import type { Warning } from '../../core/backend.ts'
import type { EmbedReply, EmbedRequest, Vector } from '../../core/embedding.ts'
import { OptionError } from '../../core/errors.ts'
import { abortable } from '../../util/abortable.ts'
import { engineFailure, textTooLong } from './engine-failure.ts'
import { findWeights, type FindWeightsOptions } from './find-weights.ts'
import { openWeights, type OpenWeights } from './open-weights.ts'
import { isPooledWhole, poolingOf } from './pooling.ts'
import type { GpuChoice } from './shared-llama.ts'

export interface LocalEmbedderOptions extends FindWeightsOptions {
  readonly threads: number | undefined
  readonly contextSize: number | undefined
  readonly gpu: GpuChoice
}

/** A model that is loaded to make vectors. */
export interface LocalEmbedder {
  embed(request: EmbedRequest): Promise<EmbedReply>
  close(): Promise<void>
}

/** A text of this many tokens is long; room for more takes memory. */
const USUAL_CONTEXT = 4096
const USUAL_BATCH = 512

/** Finds the weights of a model, fetches them if need be, and loads them, with no memory for conversations. */
export async function loadLocalEmbedder(id: string, options: LocalEmbedderOptions): Promise<LocalEmbedder> {
  const found = await findWeights(id, options)
  return openWeights({ ...options, ...found }, (weights) => makeEmbedder(id, weights, options))
}

async function makeEmbedder(
  id: string,
  weights: OpenWeights,
  options: LocalEmbedderOptions,
): Promise<LocalEmbedder> {
  const { model, threads } = weights
  const pooling = poolingOf(id, model.fileInfo.metadata)
  const contextSize = Math.min(options.contextSize ?? USUAL_CONTEXT, model.trainContextSize)
  const context = await model.createEmbeddingContext({
    contextSize,
    // a text whose tokens are all looked at together has to fit in one batch
    batchSize: isPooledWhole(pooling) ? contextSize : Math.min(contextSize, USUAL_BATCH),
    threads,
    createSignal: options.signal,
  })
  const warnings = pooling === undefined ? [noPooling(id)] : []
  return {
    close: () => weights.close(),
    async embed({ texts, extraBody, signal }) {
      const vectors: Vector[] = []
      let inputTokens = 0
      for (const [index, text] of texts.entries()) {
        signal.throwIfAborted()
        const tokens = tokensOf(text, { index, context, contextSize, trained: model.trainContextSize })
        // the engine does not listen to a signal: between two texts we do
        vectors.push(await abortable(vectorOf(tokens, context), signal))
        inputTokens += context.calculateInputLength([...tokens])
      }
      return {
        vectors,
        modelId: id,
        usage: { inputTokens, outputTokens: 0 },
        warnings: extraBody ? [...warnings, noBody] : warnings,
      }
    },
  }
}

interface TextPlace {
  readonly index: number
  readonly context: LlamaEmbeddingContext
  readonly contextSize: number
  readonly trained: number
}

function tokensOf(text: string, { index, context, contextSize, trained }: TextPlace): readonly Token[] {
  const tokens = context.model.tokenize(text)
  if (tokens.length === 0) throw new OptionError(`Text ${index} has nothing in it that the model can read.`)
  const length = context.calculateInputLength([...tokens])
  if (length >= contextSize) throw textTooLong(index, length, { contextSize, trained })
  return tokens
}

/** Of unit length, as servers give them: so a dot product is the cosine. */
async function vectorOf(tokens: readonly Token[], context: LlamaEmbeddingContext): Promise<Vector> {
  try {
    const { vector } = await context.getEmbeddingFor([...tokens])
    const length = Math.hypot(...vector)
    return length === 0 ? vector : vector.map((each) => each / length)
  } catch (error) {
    throw engineFailure('The engine failed', error)
  }
}

const noBody: Warning = {
  code: 'unsupported-option',
  option: 'extraBody',
  message: 'A model in this process gets no body: `extraBody` was left out.',
}

function noPooling(id: string): Warning {
  const message = `"${id}" was not made for vectors: each is what the model thought at the text's last token, good for little more than a trial.`
  return { code: 'not-an-embedding-model', message }
}
