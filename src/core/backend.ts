import type { EmbedReply, EmbedRequest } from './embedding.ts'
import type { JsonObject, Json } from './json.ts'
import type { MessagePart, ProviderState, WireMessage } from './message.ts'
import type { OptionTable } from './option-table.ts'
import type { Prices } from './price.ts'
import type { ReportedUsage } from './usage.ts'

/** Something that could not be done as asked, said instead of swallowed. */
export interface Warning {
  /** Stable and kebab-case: `'unsupported-option'`, `'option-conflict'`. */
  readonly code: string
  /** The option that it is about. */
  readonly option?: string
  readonly message: string
}

/**
 * What became of one thing that was asked for. `kept`: the answer shows that it was done. `ignored`: the answer shows that it was not.
 * `unverified`: it was sent, and no answer can show it, such as a seed. `left-out`: it was not sent, since this backend has no way to.
 */
export type AskedOutcome = 'kept' | 'ignored' | 'unverified' | 'left-out'

/** What the backend really did with what it was asked. */
export interface Receipt {
  /**
   * What the server took on. `enforced`: no other output was possible. `requested`: the model was asked, the answer is checked after.
   * One that was seen to break its word is no longer `enforced`.
   */
  readonly schema: 'enforced' | 'requested' | 'none'
  /** Everything that was asked, by the names of the options, `schema` and `tools` among them, and what became of it; absent where nothing was. */
  readonly asked?: { readonly [name: string]: AskedOutcome }
  readonly [what: string]: Json
}

/** One token of an answer, and the logarithm of its probability. */
export interface TokenLogprob {
  readonly token: string
  readonly logprob: number
  readonly id?: number
  /** The likeliest tokens at this place, the likeliest first, as many as were asked for (`top_logprobs`). */
  readonly top?: readonly Omit<TokenLogprob, 'top'>[]
}

/** Why an answer ended. May grow in a minor release. */
export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'refusal'
  | 'aborted'
  | 'other'

/** A tool as it goes over the wire. */
export type WireTool =
  | {
      readonly type: 'function'
      readonly name: string
      readonly description?: string
      readonly schema: JsonObject
    }
  | {
      readonly type: 'server'
      readonly id: `${string}.${string}`
      readonly name: string
      readonly config: Json
    }

/** One physical call, formatted: a backend never sees a component, a requirement or a template. */
export interface GenerateRequest {
  /** Already holds the system prompt. */
  readonly messages: readonly WireMessage[]
  /** Portable names (`maxNewTokens`) and the backend's own, already layered: a native spelling of a portable name never gets here. */
  readonly options: { readonly [name: string]: unknown }
  /** JSON Schema that the answer must fit. */
  readonly schema?: JsonObject
  readonly tools?: readonly WireTool[]
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string }
  readonly adapter?: { readonly name: string; readonly version?: string }
  /** Continue this assistant text instead of starting a new one (`capabilities.prefill`). */
  readonly prefill?: { readonly text: string; readonly resume?: unknown }
  /** How many answers to one prompt (`capabilities.candidates`). @default 1 */
  readonly candidates?: number
  /** Requests that share a string share a long prefix: a slot, a sequence, a `prompt_cache_key`. */
  readonly affinity?: string
  /** `'unary'` is a permission, not an order: nobody will look at deltas. */
  readonly transport: 'stream' | 'unary'
  readonly headers?: { readonly [name: string]: string }
  /** Once aborted: stop the wire, yield `finish` with reason `'aborted'` and the usage so far, and return. */
  readonly signal: AbortSignal
}

interface Placed {
  /** Which of `candidates`. @default 0 */
  readonly candidate?: number
  /** Parts of one answer, in order. @default 0 */
  readonly part?: number
}

/** What a backend yields. The first is `start`, the last is `finish`; unknown types are passed on. */
export type BackendEvent = Placed &
  (
    | {
        readonly type: 'start'
        readonly id?: string
        readonly modelId?: string
        readonly receipt: Receipt
        readonly warnings: readonly Warning[]
      }
    | {
        readonly type: 'text' | 'thinking'
        readonly text: string
        /** For `prefill.resume`. */ readonly resume?: unknown
      }
    | { readonly type: 'tool-input'; readonly id: string; readonly name: string; readonly delta: string }
    /** A finished part: a tool call, a file, a server tool's result; for text and thinking it repeats what the deltas built and adds `state`. */
    | { readonly type: 'part'; readonly value: MessagePart }
    | { readonly type: 'logprobs'; readonly tokens: readonly TokenLogprob[] }
    | {
        readonly type: 'finish'
        readonly reason: FinishReason
        readonly usage?: ReportedUsage
        readonly state?: ProviderState
        /** What could not be known at the start; they join those of `start`. */
        readonly warnings?: readonly Warning[]
        /** Likewise: its members stand over those of `start`. */
        readonly receipt?: Receipt
        readonly raw?: unknown
      }
  )

/** What this model on this server can do. */
export interface Capabilities {
  readonly schema: boolean
  readonly tools: boolean
  readonly thinking: boolean
  /**
   * Whether an answer can be thought about and held to a schema by one request. If not, it is thought about by a request of its own;
   * absent, the answers show it.
   */
  readonly schemaWithThinking?: boolean
  readonly logprobs: boolean
  readonly images: boolean
  readonly prefill: boolean
  readonly candidates: boolean
  /** Requests that begin alike share what was computed of it, once the first of them has begun to answer. @default false */
  readonly sharesPrefix?: boolean
  /** Whether an answer under a schema may be a call of a tool instead. @default true */
  readonly schemaWithTools?: boolean
  readonly adapters: readonly string[]
  /** In tokens. */
  readonly contextLength?: number
}

/** How far getting a model ready has come: a pull, a download, a load. */
export interface PrepareProgress {
  /** `'pulling'`, `'downloading'`, `'verifying'`, `'loading'`. */
  readonly phase: string
  /** What is being fetched or loaded. */
  readonly what: string
  readonly completedBytes?: number
  readonly totalBytes?: number
}

/** How to get a model ready: who may stop it, and who wants to hear how far it is. */
export interface PrepareRequest {
  readonly signal: AbortSignal
  /** Told now and then how far it is. */
  readonly onProgress?: (progress: PrepareProgress) => void
}

/**
 * One model on one server, or in this process: a codec between messages and a wire.
 *
 * It never retries, logs, or reads a prompt template; all of that is above it.
 * `signal` is the only way to stop: once aborted it stops the wire, yields `finish` with reason `'aborted'` and the usage so far,
 * and returns. `return()` of the iterator only frees, and may be late.
 */
export interface Backend<Native extends object = object> extends Partial<AsyncDisposable> {
  /** The edition of this contract. The engine keeps running older ones. */
  readonly spec: 'mellea-backend/1'
  /** Short and stable, for errors, traces and prices: `'ollama'`, `'openai'`. */
  readonly provider: string
  /** The model as this backend names it on its wire. */
  readonly modelId: string
  /** Defaults of every call, the lowest layer. */
  readonly modelOptions?: object
  /** The native options that it knows, and which of them spell a portable one. */
  readonly optionTable?: OptionTable
  /** How many calls may run at once. Enforced above the backend. */
  readonly limits?: { readonly concurrency?: number }
  /** What its models cost, where a session does not say. */
  readonly prices?: Prices | undefined
  /** May ask the server; asked once and remembered. */
  capabilities(signal: AbortSignal): Capabilities | Promise<Capabilities>
  /** Makes sure that the server answers and has the model, or fetches and loads it; rejects with an error that names the remedy. */
  prepare?(request: PrepareRequest): Promise<void>
  /** Sends one request, once it is iterated, and yields what comes back: `start` first, `finish` last. */
  generate(request: GenerateRequest): AsyncIterable<BackendEvent>
  /** Turns texts into vectors; absent where there is no way to. An abort rejects it with the signal's reason. */
  embed?(request: EmbedRequest): Promise<EmbedReply>
  readonly '~native'?: Native
}

/** Around every physical call: cache, fall back, guard, record. */
export type Middleware = (
  request: GenerateRequest,
  next: (request: GenerateRequest) => AsyncIterable<BackendEvent>,
  backend: Pick<Backend, 'provider' | 'modelId'>,
) => AsyncIterable<BackendEvent>
