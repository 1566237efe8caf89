import { ChatContext, MelleaSession, ModelOption, modelIds, startSession, toBackendName } from 'mellea'
import { OllamaModelBackend } from 'mellea/backends/ollama'
import { OpenAIBackend } from 'mellea/backends/openai'

type Fetch = typeof globalThis.fetch

/** Nothing is sent by any of these. */
export function sessions(): readonly MelleaSession[] {
  return [
    startSession({ modelId: 'llama3.2:3b' }), // another Ollama model
    startSession({ modelId: modelIds.IBM_GRANITE_4_1_8B }), // resolved per backend
    startSession({ backendName: 'openai', modelId: 'gpt-5-mini', apiKey: 'sk-…' }),
    startSession({ backendName: 'litellm', modelId: 'groq/llama-3.1-8b-instant', apiKey: 'gsk-…' }), // LiteLLM's names
    startSession({ backendName: 'hf', modelId: 'ibm-granite/granite-4.1-3b' }),
    startSession({ backendName: 'auto' }), // Ollama if it has the model, else the one in this process
    startSession({ backendName: toBackendName('ollama') }), // a name that comes from outside
    new MelleaSession({
      backend: new OllamaModelBackend({ modelId: 'phi4-mini:latest' }),
      ctx: new ChatContext({ windowSize: 20 }),
    }),
  ]
}

// common options are camelCase, native ones sit beside them and are typed by the backend
export async function options(fetch: Fetch): Promise<string> {
  const local = startSession({ fetch, modelOptions: { temperature: 0, seed: 42, num_ctx: 8192 } })
  await local.instruct('2+2?', { modelOptions: { maxNewTokens: 10, mirostat: 2 } })

  const oai = startSession({ fetch, backendName: 'openai', modelId: 'gpt-5-mini', apiKey: 'sk-…' })
  await oai.instruct('2+2?', { modelOptions: { [ModelOption.MAX_NEW_TOKENS]: 10, reasoning_effort: 'low' } }) // Mellea's spelling

  const lms = new MelleaSession({
    backend: new OpenAIBackend({ modelId: 'qwen3', baseURL: 'http://localhost:1234/v1', fetch }),
  })
  await lms.instruct('2+2?')

  const cold = local.with({ modelOptions: { temperature: 0, seed: 99 } }) // replaces push/pop_model_options
  return (await cold.instruct('List three capitals.')).value
}

/** Never called: what the compiler refuses. */
export async function refused(): Promise<void> {
  const local = startSession()
  const lms = new MelleaSession({ backend: new OpenAIBackend({ modelId: 'qwen3' }) })
  // @ts-expect-error  num_predict is Ollama's, not OpenAI's
  await lms.instruct('2+2?', { modelOptions: { num_predict: 10 } })
  // @ts-expect-error  wrong type for a common option
  await local.instruct('x', { modelOptions: { temperature: 'hot' } })
  // @ts-expect-error  wrong type for a native option
  await local.instruct('x', { modelOptions: { num_ctx: 'large' } })
  // @ts-expect-error  no such backend
  startSession({ backendName: 'olama' })
}
