/**
 * Models of Amazon Bedrock: over its OpenAI-compatible endpoint ("Mantle"), and over Converse.
 *
 * @module
 */
import { BackendError } from '../core/backend-error.ts'
import { OptionError } from '../core/errors.ts'
import type { ModelId } from '../core/model-identifier.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { send, type Endpoint } from '../http/endpoint.ts'
import type { Fetch } from '../http/transport.ts'
import { processEnvironment, type Environment } from '../util/environment.ts'
import { awsCredentials } from './litellm/aws-credentials.ts'
import { bedrockModelName } from './litellm/bedrock-name.ts'
import { firstSet } from './litellm/first-set.ts'
import { importIt } from './litellm/import-it.ts'
import { LiteLLMBackend, type LiteLLMBackendOptions } from './litellm.ts'
import { OpenAIBackend, type OpenAIBackendOptions } from './openai.ts'
import { wholeReply } from './wire/whole-reply.ts'

const TOKEN = 'AWS_BEARER_TOKEN_BEDROCK'

/** Where Mantle is, and who asks. */
export interface MantleOptions {
  /** @default 'us-east-1' */
  readonly region?: string | undefined
  /** Stands in for the transport: for tests, tracers and special networks. */
  readonly fetch?: Fetch | undefined
  /** Where AWS_BEARER_TOKEN_BEDROCK is read. @default process.env */
  readonly env?: Environment | undefined
  readonly signal?: AbortSignal | undefined
}

/** A model at Mantle; the rest as for `OpenAIBackend`. */
export interface BedrockOpenAIOptions
  extends MantleOptions, Omit<OpenAIBackendOptions, 'modelId' | 'baseURL' | 'apiKey'> {
  /** As Bedrock names it (`'openai.gpt-oss-20b'`), or a constant of `modelIds` that has a name there. */
  readonly modelId: ModelId
}

/** A model behind Converse; the rest as for `LiteLLMBackend`. */
export interface BedrockLiteLLMOptions extends Omit<LiteLLMBackendOptions, 'modelId'> {
  /** `'bedrock/…'`, or a constant of `modelIds` that has such a name. */
  readonly modelId: ModelId
  /** @default AWS_REGION_NAME, AWS_DEFAULT_REGION or AWS_REGION */
  readonly region?: string | undefined
}

/**
 * A backend on Bedrock's OpenAI-compatible endpoint, once Bedrock has said that it serves the model there.
 *
 * @example
 * import { MelleaSession } from 'mellea'
 * import { createBedrockOpenAIBackend } from 'mellea/backends/bedrock'
 * // AWS_BEARER_TOKEN_BEDROCK is set
 * const backend = await createBedrockOpenAIBackend({ modelId: 'openai.gpt-oss-20b', region: 'us-east-1' })
 * const m = new MelleaSession({ backend })
 * @throws OptionError for a constant without a name at Bedrock; BackendError `unauthorized` without a token, `model-not-found` with the
 * models that there are.
 */
export async function createBedrockOpenAIBackend(options: BedrockOpenAIOptions): Promise<OpenAIBackend> {
  const { modelId: wanted, region = 'us-east-1', signal: _, ...rest } = options
  const modelId = bedrockModelName(wanted)
  const models = await listMantleModels(options)
  if (!models.includes(modelId))
    throw new BackendError(
      `"${modelId}" is not among the models of ${region}, or not open to this account. There are:\n${asLines(models)}`,
      { provider: 'bedrock', code: 'model-not-found', url: mantleURL(region) },
    )
  return new OpenAIBackend({ ...rest, modelId, baseURL: mantleURL(region), apiKey: tokenOf(options) })
}

/** @deprecated The same as `createBedrockOpenAIBackend`. */
export function createBedrockMantleBackend(options: BedrockOpenAIOptions): Promise<OpenAIBackend> {
  return createBedrockOpenAIBackend(options)
}

/**
 * The models that Bedrock serves over its OpenAI-compatible endpoint, by name.
 *
 * @throws BackendError `unauthorized` without a token, and what Bedrock refuses.
 */
export async function listMantleModels(options: MantleOptions = {}): Promise<readonly string[]> {
  const { region = 'us-east-1', fetch, signal = new AbortController().signal } = options
  const token = tokenOf(options)
  const endpoint: Endpoint = {
    provider: 'bedrock',
    transport: chooseTransport({ fetch, env: options.env ?? processEnvironment() }),
    hints: {
      unreachable: `is "${region}" a region with Bedrock?`,
      unauthorized: `check ${TOKEN}, and that it is for ${region}.`,
      modelNotFound: `there is no list of models in ${region}.`,
    },
  }
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
  const url = `${mantleURL(region)}/models`
  const { body } = await wholeReply(() => send(endpoint, { method: 'GET', url, headers, signal }), signal)
  const { data } = body
  const entries: readonly unknown[] = Array.isArray(data) ? data : []
  return entries.flatMap((entry) => {
    const id: unknown = Reflect.get(Object(entry), 'id')
    return typeof id === 'string' ? [id] : []
  })
}

/** The same as text: ` * openai.gpt-oss-20b`, a line each. */
export async function stringifyMantleModelIds(options: MantleOptions = {}): Promise<string> {
  return asLines(await listMantleModels(options))
}

/**
 * A backend on Bedrock's Converse, once there are credentials and a region: a bearer token, or what AWS knows the caller by.
 *
 * @example
 * import { createBedrockLiteLLMBackend } from 'mellea/backends/bedrock'
 * const backend = await createBedrockLiteLLMBackend({ modelId: 'bedrock/converse/us.amazon.nova-pro-v1:0', region: 'us-east-1' })
 * @throws OptionError for a name that is not Bedrock's, and without a region; MelleaError `missing-peer` without credentials.
 */
export async function createBedrockLiteLLMBackend(options: BedrockLiteLLMOptions): Promise<LiteLLMBackend> {
  const { modelId, region: given, ...rest } = options
  const env = options.env ?? processEnvironment()
  if (typeof modelId === 'string' && !modelId.startsWith('bedrock/'))
    throw new OptionError(
      `"${modelId}" is not a name at Bedrock: it looks like "bedrock/converse/us.amazon.nova-pro-v1:0".`,
    )
  const region = given ?? firstSet(['AWS_REGION_NAME', 'AWS_DEFAULT_REGION', 'AWS_REGION'], env)
  if (region === undefined)
    throw new OptionError(
      'Bedrock needs a region: pass `region`, or set AWS_REGION_NAME, AWS_DEFAULT_REGION or AWS_REGION.',
    )
  const modelOptions = { ...rest.modelOptions, aws_region_name: region }
  const backend = new LiteLLMBackend({ ...rest, modelId, modelOptions })
  if (backend.provider !== 'bedrock')
    throw new OptionError(
      `"${backend.modelId}" is not a name at Bedrock: this model has none that LiteLLM knows.`,
    )
  if (!rest.apiKey && !firstSet([TOKEN], env)) await awsCredentials(env, rest.importPackage ?? importIt)
  return backend
}

function mantleURL(region: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return `https://bedrock-mantle.${region}.api.aws/v1`
  throw new OptionError(`"${region}" is no region of AWS: they look like "us-east-1".`)
}

function tokenOf({ env = processEnvironment() }: MantleOptions): string {
  const token = firstSet([TOKEN], env)
  if (token !== undefined) return token
  throw new BackendError(
    `there is no key: set ${TOKEN} to an API key of Amazon Bedrock (console of Bedrock, "API keys").`,
    { provider: 'bedrock', code: 'unauthorized' },
  )
}

function asLines(ids: readonly string[]): string {
  return ids.map((id) => ` * ${id}`).join('\n')
}
