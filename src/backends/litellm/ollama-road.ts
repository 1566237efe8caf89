import { OllamaModelBackend } from '../ollama.ts'
import { controlledRoad } from './controlled-road.ts'
import { firstSet } from './first-set.ts'
import type { Road, RoadParts } from './road.ts'

/** Members of Chat Completions that Ollama's own protocol does not have. */
const unsupported = [
  'logit_bias',
  'metadata',
  'parallel_tool_calls',
  'prediction',
  'response_format',
  'safety_identifier',
  'service_tier',
  'store',
  'stream_options',
  'user',
  'verbosity',
  'web_search_options',
]

/** Ollama over its own protocol. LiteLLM's variables come before Ollama's. */
export async function ollamaRoad(parts: RoadParts): Promise<Road> {
  const { prefix, model, baseURL, apiKey, headers, fetch, env } = parts
  const key = typeof apiKey === 'function' ? await apiKey() : apiKey
  const at = (address: string | undefined): Road =>
    new OllamaModelBackend({ modelId: model, baseURL: address, apiKey: key, headers, fetch, env })
  const road = at(baseURL ?? firstSet(['OLLAMA_API_BASE'], env))
  return controlledRoad({
    prefix,
    road,
    unsupported,
    roadFor: ({ apiBase }) => (apiBase ? at(apiBase) : undefined),
  })
}
