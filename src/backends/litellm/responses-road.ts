import { OpenAIBackend } from '../openai.ts'
import { controlledRoad } from './controlled-road.ts'
import type { Road, RoadParts } from './road.ts'

/** OpenAI's Responses API. */
export function responsesRoad(
  { prefix, baseURL, apiKey, headers, fetch, env }: RoadParts,
  modelId: string,
): Road {
  const at = (address: string | undefined): Road =>
    new OpenAIBackend({
      modelId,
      api: 'responses',
      baseURL: address,
      apiKey,
      headers,
      fetch,
      env,
      dangerouslyAllowBrowser: true,
    })
  const roadFor = ({ apiBase }: { readonly apiBase?: string | undefined }): Road | undefined =>
    apiBase ? at(apiBase) : undefined
  return controlledRoad({
    prefix,
    road: at(baseURL ?? (env['OPENAI_API_BASE'] || undefined)),
    unsupported: [],
    roadFor,
  })
}
