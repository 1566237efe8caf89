import { AnthropicBackend } from '../../src/backends/anthropic.ts'
import { LiteLLMBackend } from '../../src/backends/litellm.ts'
import { OllamaModelBackend } from '../../src/backends/ollama.ts'
import { OpenAIBackend } from '../../src/backends/openai.ts'
import type { Backend } from '../../src/core/backend.ts'
import type { Through } from './failure-payload.ts'

/** The key that is sent, and must not come back. */
export const KEY = 'sk-live-4f9A7c2E8b1D6a3F'

/** The backend that speaks the protocol of a reply, with its server at `url`. */
export function backendAt(through: Through, url: string): Backend {
  const options = { apiKey: KEY, baseURL: url, env: { AWS_REGION: 'us-east-1' } }
  if (through === 'anthropic') return new AnthropicBackend({ ...options, modelId: 'claude-tiny' })
  if (through === 'ollama') return new OllamaModelBackend({ ...options, modelId: 'tiny' })
  if (through === 'openai') return new OpenAIBackend({ ...options, modelId: 'tiny' })
  if (through === 'responses') return new OpenAIBackend({ ...options, modelId: 'tiny', api: 'responses' })
  return new LiteLLMBackend({ ...options, modelId: through.slice('litellm:'.length) })
}
