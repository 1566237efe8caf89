import type { GenerateRequest } from '../../core/backend.ts'
import { AnthropicBackend } from '../anthropic.ts'
import { openaiOptionTable } from '../wire/openai-native.ts'
import { controlledRoad } from './controlled-road.ts'
import { firstSet } from './first-set.ts'
import type { Road, RoadParts } from './road.ts'

/** Members of Chat Completions that have a place in Anthropic's protocol. */
const translated: ReadonlySet<string> = new Set(['metadata', 'service_tier', 'user', 'parallel_tool_calls'])
const unsupported = [
  ...openaiOptionTable.native.filter((name) => !translated.has(name)),
  'seed',
  'presencePenalty',
  'frequencyPenalty',
]

/** Anthropic over its own protocol. */
export async function anthropicRoad(parts: RoadParts): Promise<Road> {
  const { prefix, model: modelId, baseURL, apiKey, headers, fetch } = parts
  const env = {
    ...parts.env,
    ANTHROPIC_BASE_URL: firstSet(['ANTHROPIC_API_BASE', 'ANTHROPIC_BASE_URL'], parts.env),
  }
  const at = (address: string | undefined): Road => {
    // a key in a browser was looked at before
    const backend = new AnthropicBackend({
      modelId,
      baseURL: address,
      apiKey,
      headers,
      fetch,
      env,
      dangerouslyAllowBrowser: true,
    })
    return {
      capabilities: () => backend.capabilities(),
      prepare: (request) => backend.prepare(request),
      generate: (request) => backend.generate({ ...request, options: toAnthropic(request.options) }),
    }
  }
  return controlledRoad({
    prefix,
    road: at(baseURL),
    unsupported,
    roadFor: ({ apiBase }) => (apiBase ? at(apiBase) : undefined),
  })
}

/** LiteLLM's options, which are OpenAI's, as Anthropic's. */
function toAnthropic({
  user,
  parallel_tool_calls: parallel,
  thinking,
  metadata,
  ...rest
}: GenerateRequest['options']): GenerateRequest['options'] {
  const about = { ...Object(metadata), ...(user !== undefined && { user_id: user }) }
  return {
    ...rest,
    ...(Object.keys(about).length > 0 && { metadata: about }),
    ...(parallel === false && { disable_parallel_tool_use: true }),
    ...(thinking !== undefined && { thinking: toThinking(thinking) }),
  }
}

/** LiteLLM takes the member as Anthropic spells it, too. */
function toThinking(thinking: unknown): unknown {
  if (typeof thinking !== 'object' || thinking === null || !('type' in thinking)) return thinking
  if (thinking.type === 'disabled') return false
  return 'budget_tokens' in thinking ? { maxTokens: thinking.budget_tokens } : true
}
