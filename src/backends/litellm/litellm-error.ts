import type { MelleaErrorCode } from '../../core/errors.ts'

interface KnownCode {
  readonly code: MelleaErrorCode
  readonly retryable: boolean
}

/** LiteLLM's classes of errors, by name. Source: https://docs.litellm.ai/docs/exception_mapping */
const codes: { readonly [name: string]: KnownCode | undefined } = {
  AuthenticationError: { code: 'unauthorized', retryable: false },
  PermissionDeniedError: { code: 'unauthorized', retryable: false },
  BadRequestError: { code: 'bad-request', retryable: false },
  UnsupportedParamsError: { code: 'bad-request', retryable: false },
  UnprocessableEntityError: { code: 'bad-request', retryable: false },
  ImageFetchError: { code: 'bad-request', retryable: false },
  JSONSchemaValidationError: { code: 'malformed-reply', retryable: true },
  APIResponseValidationError: { code: 'malformed-reply', retryable: true },
  ContextWindowExceededError: { code: 'context-overflow', retryable: false },
  ContentPolicyViolationError: { code: 'content-filtered', retryable: false },
  NotFoundError: { code: 'model-not-found', retryable: false },
  RateLimitError: { code: 'rate-limited', retryable: true },
  BudgetExceededError: { code: 'rate-limited', retryable: false },
  Timeout: { code: 'timeout', retryable: true },
  APIConnectionError: { code: 'unreachable', retryable: true },
  InternalServerError: { code: 'overloaded', retryable: true },
  BadGatewayError: { code: 'overloaded', retryable: true },
  ServiceUnavailableError: { code: 'overloaded', retryable: true },
}

/** What an error of LiteLLM's is called here. */
export function codeOfLiteLLMError(name: string): KnownCode | undefined {
  return Object.hasOwn(codes, name) ? codes[name] : undefined
}
