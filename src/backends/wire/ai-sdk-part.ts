import type { Json, JsonObject } from '../../core/json.ts'

/** What a provider says of one of its parts. */
export type AISDKMetadata = JsonObject

/** A warning, as the editions spell it. */
export interface AISDKWarning {
  readonly type?: string
  readonly setting?: string
  readonly feature?: string
  readonly details?: string
  readonly message?: string
  readonly tool?: { readonly name?: string }
}

/** Numbers of tokens: flat in edition 2, in groups since. */
export interface AISDKUsage {
  readonly inputTokens?: number | { readonly total?: number; readonly cacheRead?: number }
  readonly outputTokens?: number | { readonly total?: number; readonly reasoning?: number }
  readonly reasoningTokens?: number
  readonly cachedInputTokens?: number
}

/** Why an answer ended: a word in edition 2, since then also the provider's own. */
export type AISDKFinish = string | { readonly unified?: string; readonly raw?: string }

/** A part of an answer, or of its stream, of any edition. */
export interface AISDKPart {
  readonly type: string
  readonly id?: string
  readonly delta?: string
  readonly text?: string
  readonly toolCallId?: string
  readonly toolName?: string
  readonly input?: unknown
  readonly result?: Json
  readonly isError?: boolean
  readonly providerExecuted?: boolean
  readonly mediaType?: string
  readonly data?: unknown
  readonly modelId?: string
  readonly warnings?: readonly AISDKWarning[]
  readonly usage?: AISDKUsage
  readonly finishReason?: AISDKFinish
  readonly providerMetadata?: AISDKMetadata
  readonly error?: unknown
}

/** What `doGenerate` gives. */
export interface AISDKResult {
  readonly content?: readonly AISDKPart[]
  readonly finishReason?: AISDKFinish
  readonly usage?: AISDKUsage
  readonly providerMetadata?: AISDKMetadata
  readonly request?: { readonly body?: unknown }
  readonly response?: { readonly id?: string; readonly modelId?: string; readonly body?: unknown }
  readonly warnings?: readonly AISDKWarning[]
}
