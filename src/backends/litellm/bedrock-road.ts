import type { BackendEvent, Capabilities, GenerateRequest } from '../../core/backend.ts'
import { chooseTransport } from '../../http/choose-transport.ts'
import { send, type Endpoint, type Reply } from '../../http/endpoint.ts'
import { signAWS } from '../../http/sign-aws.ts'
import { abortable } from '../../util/abortable.ts'
import { cancellable } from '../../util/lazy-signal.ts'
import { ANSWER_TOOL, isHeldToSchema } from '../wire/bedrock-format.ts'
import { bedrockRequest } from '../wire/bedrock-request.ts'
import { bedrockDecoder, BedrockReader } from '../wire/bedrock-stream.ts'
import type { ReplyStart } from '../wire/encoded-request.ts'
import { exchange } from '../wire/exchange.ts'
import { openaiOptionTable } from '../wire/openai-native.ts'
import { awsCredentials } from './aws-credentials.ts'
import { bedrockName, bedrockRegion } from './bedrock-name.ts'
import { controlledRoad } from './controlled-road.ts'
import { firstSet } from './first-set.ts'
import { providerAddress } from './provider-address.ts'
import type { Road, RoadParts } from './road.ts'

/** Members of Chat Completions that Converse has no place for. */
const unsupported = [...openaiOptionTable.native, 'seed', 'presencePenalty', 'frequencyPenalty']

/** Bedrock's Converse, for every model that has it. */
export async function bedrockRoad(parts: RoadParts): Promise<Road> {
  const { model, region } = bedrockName(parts.model)
  const at = (place: string): Road => new ConverseRoad(parts, model, place)
  const road = at(region ?? bedrockRegion(parts.env))
  return controlledRoad({
    prefix: parts.prefix,
    road,
    unsupported,
    roadFor: (control) => (control.region ? at(control.region) : undefined),
  })
}

class ConverseRoad implements Road {
  readonly #parts: RoadParts
  readonly #model: string
  readonly #region: string
  readonly #base: string
  readonly #endpoint: Endpoint

  constructor(parts: RoadParts, model: string, region: string) {
    const { prefix, env, fetch } = parts
    this.#parts = parts
    this.#model = model
    this.#region = region
    const given =
      parts.baseURL ??
      firstSet(['AWS_BEDROCK_RUNTIME_ENDPOINT', 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'], env) ??
      `https://bedrock-runtime.${region}.amazonaws.com`
    this.#base = providerAddress(prefix, { baseURL: [], keys: [], source: '' }, { given, env }).base
    this.#endpoint = {
      provider: prefix,
      transport: chooseTransport({ fetch, env }),
      hints: {
        unreachable: `is "${region}" a region with Bedrock, and is \`baseURL\` right?`,
        unauthorized: `check AWS_BEARER_TOKEN_BEDROCK or the AWS credentials, and that they may use "${model}" in ${region}.`,
        modelNotFound: `"${model}" is not served in ${region}.`,
      },
    }
  }

  capabilities(): Capabilities {
    return {
      schema: true,
      tools: true,
      thinking: true,
      schemaWithThinking: isHeldToSchema(this.#model),
      logprobs: false,
      images: true,
      prefill: false,
      candidates: false,
      adapters: [],
    }
  }

  /** Looks for credentials; Bedrock itself is not asked. */
  async prepare({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    await abortable(this.#authorized('https://localhost/', ''), signal)
  }

  generate(request: GenerateRequest): AsyncIterable<BackendEvent> {
    const signal = cancellable(request)
    let start: ReplyStart = { receipt: { schema: 'none' }, warnings: [] }
    const open = async (): Promise<Reply> => {
      const { body, ...said } = bedrockRequest(request, this.#model)
      start = said
      const action = request.transport === 'stream' ? 'converse-stream' : 'converse'
      const url = `${this.#base.replace(/\/+$/, '')}/model/${encodeURIComponent(this.#model)}/${action}`
      const own = await abortable(this.#authorized(url, body), signal)
      const headers = {
        'content-type': 'application/json',
        ...own,
        ...this.#parts.headers,
        ...request.headers,
      }
      return send(this.#endpoint, { method: 'POST', url, headers, body, signal })
    }
    const asTool = request.schema === undefined ? undefined : ANSWER_TOOL
    const reader = new BedrockReader(request, () => start, asTool)
    return exchange({ open, decoder: bedrockDecoder, reader, signal })
  }

  /** A bearer token where there is one, else a signature. */
  async #authorized(url: string, body: string): Promise<{ readonly [name: string]: string }> {
    const { apiKey, env, importPackage } = this.#parts
    const given = typeof apiKey === 'function' ? await apiKey() : apiKey
    const token = given || firstSet(['AWS_BEARER_TOKEN_BEDROCK'], env)
    if (token) return { authorization: `Bearer ${token}` }
    const credentials = await awsCredentials(env, importPackage)
    const headers = { 'content-type': 'application/json' }
    return signAWS({
      method: 'POST',
      url,
      headers,
      body,
      region: this.#region,
      service: 'bedrock',
      credentials,
    })
  }
}
