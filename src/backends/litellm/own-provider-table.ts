import type { RoadParts, Road } from './road.ts'

/** A provider with a protocol of its own that this library speaks. */
export interface OwnProvider {
  /** What its backend is called. */
  readonly provider: string
  /** Loads what speaks it. */
  readonly load: (parts: RoadParts) => Promise<Road>
  readonly source: string
}

/** Providers that are reached through this library's other backends. */
export const ownProviders: { readonly [prefix: string]: OwnProvider } = {
  anthropic: {
    provider: 'anthropic',
    load: async (parts) => (await import('./anthropic-road.ts')).anthropicRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/anthropic',
  },
  bedrock: {
    provider: 'bedrock',
    load: async (parts) => (await import('./bedrock-road.ts')).bedrockRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/bedrock',
  },
  ollama: {
    provider: 'ollama',
    load: async (parts) => (await import('./ollama-road.ts')).ollamaRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/ollama',
  },
  ollama_chat: {
    provider: 'ollama',
    load: async (parts) => (await import('./ollama-road.ts')).ollamaRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/ollama',
  },
  vertex_ai: {
    provider: 'vertex_ai',
    load: async (parts) => (await import('./vertex-road.ts')).vertexRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/vertex',
  },
  vertex_ai_beta: {
    provider: 'vertex_ai_beta',
    load: async (parts) => (await import('./vertex-road.ts')).vertexRoad(parts),
    source: 'https://docs.litellm.ai/docs/providers/vertex',
  },
}

/** Cohere's own protocol, under either of its names. */
export const cohereOwn: OwnProvider = {
  provider: 'cohere',
  load: async (parts) => (await import('./cohere-road.ts')).cohereRoad(parts),
  source: 'https://docs.litellm.ai/docs/providers/cohere',
}
