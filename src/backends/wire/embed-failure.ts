import { BackendError } from '../../core/backend-error.ts'

/** In the words of Ollama, llama.cpp and OpenAI. */
const noVectors =
  /(not|n.t) support embedding|not allowed to generate embeddings|not an? embedding model|embeddings? (is|are) not supported/i

/** The error with what to do about it, where the model is not one that makes vectors; servers say that with many a status. */
export function embedFailure(error: unknown, modelId: string): unknown {
  if (!(error instanceof BackendError) || !noVectors.test(error.message)) return error
  const { provider, message, status, url, raw } = error
  // without what it says to do
  const [said = ''] = message.slice(`${provider}: `.length).split(` (${status}): `)
  return new BackendError(
    `${said}${status === undefined ? '' : ` (${status})`}: "${modelId}" makes no vectors; name a model that does, as in \`{ modelId: 'embeddinggemma' }\`.`,
    { provider, code: 'unsupported', status, url, raw, cause: error },
  )
}
