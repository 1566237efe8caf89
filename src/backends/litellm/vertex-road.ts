import type { GenerateRequest } from '../../core/backend.ts'
import { OptionError } from '../../core/errors.ts'
import { chooseTransport } from '../../http/choose-transport.ts'
import { ChatRoad } from './chat-road.ts'
import type { ChatProvider } from './chat-provider.ts'
import { firstSet } from './first-set.ts'
import { googleCredentials } from './google-credentials.ts'
import { googleToken } from './google-token.ts'
import type { Road, RoadParts } from './road.ts'

/** Vertex AI's own endpoint for Chat Completions, which serves Gemini and the open models of the Model Garden. */
const row: ChatProvider = {
  baseURL: [],
  keys: [],
  thinking: 'effort-none',
  unsupported: ['top_k', 'logit_bias'],
  source: 'https://cloud.google.com/vertex-ai/generative-ai/docs/migrate/openai/overview',
}

/** @throws OptionError where no project is known, and for models that Vertex AI serves under another protocol only. */
export async function vertexRoad(parts: RoadParts): Promise<Road> {
  const { env, fetch } = parts
  const apiKey = parts.apiKey ?? googleToken(env, chooseTransport({ fetch, env }))
  const at = async (place: Place): Promise<ChatRoad> => {
    const baseURL = parts.baseURL ?? (await addressOf(parts, place))
    return new ChatRoad({ ...parts, model: modelAt(parts), baseURL, apiKey }, row)
  }
  const usual = await at({})
  return {
    capabilities: (signal) => usual.capabilities(signal),
    prepare: (request) => usual.prepare(request),
    embed: (request) => usual.embed(request),
    async *generate(request) {
      const place = placeIn(request.options)
      const road = place.project || place.location ? await at(place) : usual
      yield* road.generate(request)
    },
  }
}

interface Place {
  readonly project?: string | undefined
  readonly location?: string | undefined
}

function placeIn({ vertex_project: project, vertex_location: location }: GenerateRequest['options']): Place {
  return {
    ...(typeof project === 'string' && { project }),
    ...(typeof location === 'string' && { location }),
  }
}

/** Gemini's models need no publisher in LiteLLM, and one at this endpoint. */
function modelAt({ model, prefix }: RoadParts): string {
  if (model.startsWith('claude-'))
    throw new OptionError(
      `"${prefix}/${model}" speaks Anthropic's protocol at Vertex AI, which is not spoken there yet: use "anthropic/…", or a LiteLLM proxy.`,
      { code: 'unsupported' },
    )
  return model.includes('/') ? model : `google/${model}`
}

async function addressOf({ env, prefix }: RoadParts, place: Place): Promise<string> {
  const project =
    place.project ?? firstSet(['VERTEXAI_PROJECT', 'GOOGLE_CLOUD_PROJECT'], env) ?? (await ownProject(env))
  const location =
    place.location ??
    firstSet(['VERTEXAI_LOCATION', 'VERTEX_LOCATION', 'GOOGLE_CLOUD_LOCATION'], env) ??
    'us-central1'
  if (!project)
    throw new OptionError(
      `"${prefix}" needs a project: set VERTEXAI_PROJECT (and VERTEXAI_LOCATION), or say modelOptions.vertex_project.`,
    )
  const host = location === 'global' ? 'aiplatform.googleapis.com' : `${location}-aiplatform.googleapis.com`
  return `https://${host}/v1/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(location)}/endpoints/openapi`
}

async function ownProject(env: RoadParts['env']): Promise<string | undefined> {
  const credentials = await googleCredentials(env)
  if (credentials?.type === 'service_account') return credentials.project_id
  return credentials?.quota_project_id
}
