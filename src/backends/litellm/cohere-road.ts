import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import { MelleaError } from '../../core/errors.ts'
import { openaiOptionTable } from '../wire/openai-native.ts'
import { AISDKBackend, type AISDKModel } from '../ai-sdk.ts'
import { chatHeaders } from './chat-headers.ts'
import type { ChatProvider } from './chat-provider.ts'
import { controlledRoad } from './controlled-road.ts'
import { providerAddress } from './provider-address.ts'
import type { Road, RoadParts } from './road.ts'

const PACKAGE = '@ai-sdk/cohere'

/** Where Cohere speaks its own protocol, and which variables have the key. */
const row: ChatProvider = {
  baseURL: ['{COHERE_API_BASE}', 'https://api.cohere.com/v2'],
  keys: ['COHERE_API_KEY', 'CO_API_KEY'],
  source: 'https://docs.litellm.ai/docs/providers/cohere',
}

/** Members of Chat Completions that the protocol has no place for. */
const unsupported = openaiOptionTable.native

/** What the package gives, by its shape. */
interface CohereModule {
  readonly createCohere: (settings: object) => (modelId: string) => AISDKModel
}

/**
 * Cohere over its own protocol, which has token counts in streams, budgets of thinking and `topK`, where its Chat Completions have none:
 * spoken by the AI SDK's package.
 *
 * @throws MelleaError `missing-peer` where the package is not installed
 */
export async function cohereRoad(parts: RoadParts): Promise<Road> {
  const { prefix, baseURL, env, fetch } = parts
  const createCohere = await loadCohere(parts)
  const modelId = parts.model.replace(/^v2\//, '')
  const backendAt = async (given: string | undefined): Promise<AISDKBackend> => {
    const address = providerAddress(prefix, row, { given, env })
    const { authorization = '', ...headers } = await chatHeaders(parts, row, address)
    const cohere = createCohere({
      // LiteLLM's users pass whole addresses, too
      baseURL: address.base.replace(/\/+$/, '').replace(/\/chat$/, ''),
      apiKey: authorization.replace(/^Bearer /, ''),
      headers,
      ...(fetch && { fetch }),
    })
    return new AISDKBackend({ model: cohere(modelId) })
  }
  const at = (given: string | undefined): Road => ({
    capabilities: async () => (await backendAt(given)).capabilities(),
    prepare: async () => void (await backendAt(given)),
    generate: (request) => through(backendAt(given), request),
  })
  return controlledRoad({
    prefix,
    road: at(baseURL),
    unsupported,
    roadFor: ({ apiBase }) => (apiBase ? at(apiBase) : undefined),
  })
}

async function* through(
  backend: Promise<AISDKBackend>,
  request: GenerateRequest,
): AsyncGenerator<BackendEvent> {
  yield* (await backend).generate(request)
}

async function loadCohere({ prefix, importPackage }: RoadParts): Promise<CohereModule['createCohere']> {
  let cause: unknown
  const module = Object(
    await importPackage(PACKAGE).catch((error: unknown) => {
      cause = error
    }),
  ) as Partial<CohereModule>
  if (module.createCohere) return module.createCohere
  throw new MelleaError(
    `${prefix}: its own protocol is spoken by a package that is not there: npm install ${PACKAGE} (or leave out "v2/", for Cohere's Chat Completions).`,
    { code: 'missing-peer', cause },
  )
}
