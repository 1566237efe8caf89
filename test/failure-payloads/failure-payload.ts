import type { MelleaErrorCode } from '../../src/core/errors.ts'

/** Which backend gets the reply: a class, or a name of LiteLLM's. */
export type Through = 'openai' | 'responses' | 'anthropic' | 'ollama' | `litellm:${string}`

/** One failure as a provider documents it, or was seen to send it; the words are ours. `{{key}}` stands for the caller's key. */
export interface FailurePayload {
  readonly what: string
  /** 200 where the error comes after the reply has begun. */
  readonly status: number
  /** `'begun'`: after some text of the answer, in the protocol's own frame for it. @default as the whole body */
  readonly place?: 'begun'
  /** What its server-sent event is called. @default nothing */
  readonly event?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body: object | string
  readonly means: MelleaErrorCode
  /** `retryable`. */
  readonly again: boolean
  /** `retryAfterMs`. */
  readonly waitMs?: number
  /** Where that of its group does not have it. */
  readonly source?: string
}

/** The failures of one provider. */
export interface FailureGroup {
  readonly who: string
  readonly through: Through
  readonly source: string
  readonly failures: readonly FailurePayload[]
}
