import { BackendError } from '../../core/backend-error.ts'
import { codeOfLiteLLMError } from './litellm-error.ts'

/** An error of a LiteLLM proxy, with the code that belongs to the class that it names; any other is itself. */
export function proxyError(error: unknown): unknown {
  if (!(error instanceof BackendError)) return error
  const named = /litellm\.(\w+)/.exec(error.message)?.[1]
  const known = named === undefined ? undefined : codeOfLiteLLMError(named)
  if (known === undefined || known.code === error.code) return error
  const { provider, status, retryAfterMs, url, raw } = error
  const message = error.message.slice(`${provider}: `.length)
  return new BackendError(message, { ...known, provider, status, retryAfterMs, url, raw, cause: error })
}
