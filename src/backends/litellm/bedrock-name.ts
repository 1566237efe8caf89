import { OptionError } from '../../core/errors.ts'
import type { ModelId } from '../../core/model-identifier.ts'
import type { Environment } from '../../util/environment.ts'
import { firstSet } from './first-set.ts'

/** A name at Bedrock, without what LiteLLM puts before it. */
export interface BedrockName {
  readonly model: string
  /** Where the name says it: `bedrock/us-west-2/…`. */
  readonly region?: string
}

/** Ways of LiteLLM that lead to the same models as Converse does. */
const sameModels: ReadonlySet<string> = new Set(['converse', 'invoke', 'converse_like'])

/** Ways to models of one's own, each with a template of its family. */
const imported: ReadonlySet<string> = new Set([
  'llama',
  'deepseek_r1',
  'qwen2',
  'qwen3',
  'openai',
  'moonshot',
  'agent',
  'agentcore',
])

/** @throws OptionError for ways that only LiteLLM goes. */
export function bedrockName(name: string): BedrockName {
  const [first = '', ...rest] = name.split('/')
  if (rest.length === 0) return { model: name }
  if (sameModels.has(first)) return bedrockName(rest.join('/'))
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(first)) return { ...bedrockName(rest.join('/')), region: first }
  if (!imported.has(first)) return { model: name }
  throw new OptionError(
    `"bedrock/${first}/…" is reached through a LiteLLM proxy only: use "litellm_proxy/…", or Converse where it has the model.`,
    { code: 'unsupported' },
  )
}

/** The region of the variables, in LiteLLM's order; LiteLLM's own where there is none. */
export function bedrockRegion(env: Environment): string {
  return firstSet(['AWS_REGION_NAME', 'AWS_REGION', 'AWS_DEFAULT_REGION'], env) ?? 'us-west-2'
}

/**
 * What Bedrock itself calls a model.
 *
 * @throws OptionError for a constant that has no name there.
 */
export function bedrockModelName(id: ModelId): string {
  if (typeof id === 'string' && id.trim() !== '') return id
  const name = typeof id === 'string' ? undefined : id.bedrockName
  if (name) return name
  const known =
    typeof id === 'string' ? 'modelId is empty' : `${id.hfModelName ?? 'This model'} has no bedrockName`
  throw new OptionError(`${known}: pass the name of a model at Bedrock, as in "openai.gpt-oss-20b".`)
}
