/** A session for each own codec, at an address of the server of `http/`. */
async function session(backend) {
  const { MelleaSession } = await import('mellea')
  return new MelleaSession({ backend, maxRetries: 0 })
}

export const clients = {
  async Ollama(baseURL, concurrency) {
    const { OllamaModelBackend } = await import('mellea')
    return session(new OllamaModelBackend({ modelId: 'm', baseURL, concurrency, env: {} }))
  },
  async 'Chat Completions'(address, concurrency) {
    const { OpenAIBackend } = await import('mellea/backends/openai')
    return session(
      new OpenAIBackend({ modelId: 'm', baseURL: `${address}/v1`, apiKey: 'k', concurrency, env: {} }),
    )
  },
  async Responses(address, concurrency) {
    const { OpenAIBackend } = await import('mellea/backends/openai')
    const target = { modelId: 'm', baseURL: `${address}/v1`, apiKey: 'k', concurrency, env: {} }
    return session(new OpenAIBackend({ ...target, api: 'responses' }))
  },
  async Anthropic(baseURL, concurrency) {
    const { AnthropicBackend } = await import('mellea/backends/anthropic')
    return session(new AnthropicBackend({ modelId: 'm', baseURL, apiKey: 'k', concurrency, env: {} }))
  },
}
