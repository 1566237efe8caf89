import { BackendError } from '../../core/backend-error.ts'
import { codeOfLiteLLMError } from './litellm-error.ts'

/** An error of a LiteLLM proxy, with the code that belongs to the class that it names; any other is itself. */
export function proxyError(error: unknown): unknown {
  if (!(error instanceof BackendError)) return error
  const { message: said } = error
  // what the proxy says itself of a name that is not in its configuration has no class
  const named = /Invalid model name/.test(said) ? 'NotFoundError' : /litellm\.(\w+)/.exec(said)?.[1]
  const known = named === undefined ? undefined : codeOfLiteLLMError(named)
  if (known === undefined || known.code === error.code) return error
  const { provider, status, retryAfterMs, url, raw } = error
  const message = said.slice(`${provider}: `.length)
  return new BackendError(message, { ...known, provider, status, retryAfterMs, url, raw, cause: error })
}
