import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import { chatTemplate } from '../../formatters/chat-template.ts'
import { controlTokens } from './control-tokens.ts'
import type { EngineJob } from './engine-job.ts'
import { findWeights, type FindWeightsOptions } from './find-weights.ts'
import { LocalEngine } from './local-engine.ts'
import { openModel, type OpenModel } from './open-model.ts'
import { planJob } from './plan-job.ts'
import { samplingDefaults } from './sampling-defaults.ts'
import type { GpuChoice } from './shared-llama.ts'
import { tokenizePrompt } from './tokenize-prompt.ts'

export interface LoadLocalModelOptions extends FindWeightsOptions {
  readonly threads: number | undefined
  readonly contextSize: number | undefined
  readonly gpu: GpuChoice
  readonly concurrency: number
  readonly now?: (() => number) | undefined
  readonly random?: (() => number) | undefined
  readonly onPiece?: ((done: number) => void) | undefined
}

/** A request, ready for the engine. */
interface LocalPlan {
  readonly job: EngineJob
  readonly start: Extract<BackendEvent, { readonly type: 'start' }>
}

/** A model that is loaded: how to ask it, and what runs it. */
export interface LocalModel {
  readonly engine: LocalEngine
  /** Whether its chat template can be told of tools. */
  readonly takesTools: boolean
  /** Throws for a prompt that does not fit. */
  plan(request: GenerateRequest): LocalPlan
}

/** Finds the weights of a model, fetches them if need be, and loads them. */
export async function loadLocalModel(id: string, options: LoadLocalModelOptions): Promise<LocalModel> {
  const found = await findWeights(id, options)
  // one sequence more than run at once: what the others have read is not lost
  const open = await openModel({ ...options, ...found, sequences: options.concurrency + 1 })
  try {
    return await makeModel(id, found.path, open, options)
  } catch (error) {
    await open.close()
    throw error
  }
}

async function makeModel(
  id: string,
  path: string,
  open: OpenModel,
  options: LoadLocalModelOptions,
): Promise<LocalModel> {
  const { model, threads } = open
  const { metadata } = model.fileInfo
  const template = await chatTemplate({
    source: metadata.tokenizer?.chat_template,
    controls: controlTokens(model),
    bos: model.tokens.bosString ?? '',
    eos: model.tokens.eosString ?? '',
  })
  const engine = new LocalEngine(open, {
    concurrency: options.concurrency,
    now: options.now ?? (() => performance.now()),
    onPiece: options.onPiece,
  })
  const scope = {
    template,
    defaults: samplingDefaults(metadata),
    contextSize: engine.contextSize,
    tokenize: (pieces: Parameters<typeof tokenizePrompt>[0]) => tokenizePrompt(pieces, model),
    random: options.random ?? Math.random,
  }
  return {
    engine,
    takesTools: template.mentions('tools'),
    plan(request) {
      const { job, receipt, warnings } = planJob(request, scope)
      engine.checkFits(job.tokens.length)
      return {
        job,
        start: {
          type: 'start',
          modelId: id,
          receipt: { ...receipt, path, threads, contextSize: engine.contextSize },
          warnings,
        },
      }
    },
  }
}
