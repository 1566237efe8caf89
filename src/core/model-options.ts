import type { AnyTool, ToolChoice } from './tool.ts'

type Open<T extends string> = T | (string & {})

/** How much a model may think before it answers. Open: providers invent levels. */
export type ThinkingOption =
  | boolean
  | Open<'none' | 'minimal' | 'low' | 'medium' | 'high'>
  | { readonly maxTokens: number }

/** Options that mean the same on every backend. What a backend cannot do is a warning on the output, never silence. */
export interface CommonModelOptions {
  /** Randomness: 0 always takes the likeliest token. @default the model's own */
  readonly temperature?: number | undefined
  /** Most tokens to generate, thinking included. @default unlimited on servers; what is left of the context, at most 4096, in process */
  readonly maxNewTokens?: number | undefined
  /** The same seed, prompt and options repeat an answer where the backend can. */
  readonly seed?: number | undefined
  /** Put before all other messages. An empty string means none. */
  readonly systemPrompt?: string | undefined
  /** Size of the model's window in tokens, where the caller may choose it. */
  readonly contextWindow?: number | undefined
  readonly topP?: number | undefined
  readonly topK?: number | undefined
  readonly presencePenalty?: number | undefined
  readonly frequencyPenalty?: number | undefined
  /** Generation ends before any of these; they are not part of the text. */
  readonly stopSequences?: readonly string[] | undefined
  readonly thinking?: ThinkingOption | undefined
  /** Whether the model may, must or must not call one of the tools, or which one it must. @default 'auto' */
  readonly toolChoice?: ToolChoice | undefined
  /** Ask for a streaming transport (or not), whoever looks. Rarely needed. @default true */
  readonly stream?: boolean | undefined
  /** What the model may call, made by `tool()`. The option of a call of the same name types `toolCalls`, too. */
  readonly tools?: readonly AnyTool[] | undefined
  /** Sent as it is, last, to whatever is behind `baseURL`: not typed, not renamed, not checked. Members of all layers are sent. */
  readonly extraBody?: { readonly [key: string]: unknown } | undefined
}

/** Portable options, and the backend's own beside them. */
export type ModelOptions<Native = Record<string, unknown>> = CommonModelOptions & Native

interface ModelOptionNames {
  readonly TEMPERATURE: 'temperature'
  readonly MAX_NEW_TOKENS: 'maxNewTokens'
  readonly SEED: 'seed'
  readonly SYSTEM_PROMPT: 'systemPrompt'
  readonly THINKING: 'thinking'
  readonly STREAM: 'stream'
  readonly TOOLS: 'tools'
  readonly TOOL_CHOICE: 'toolChoice'
  readonly CONTEXT_WINDOW: 'contextWindow'
  readonly STOP_SEQUENCES: 'stopSequences'
}

/**
 * The portable option names under the constants of Mellea.
 *
 * @example
 * import { ModelOption, startSession } from 'mellea'
 * const m = startSession({ modelOptions: { [ModelOption.SEED]: 42, [ModelOption.TEMPERATURE]: 0 } })
 */
export const ModelOption: ModelOptionNames = {
  TEMPERATURE: 'temperature',
  MAX_NEW_TOKENS: 'maxNewTokens',
  SEED: 'seed',
  SYSTEM_PROMPT: 'systemPrompt',
  THINKING: 'thinking',
  STREAM: 'stream',
  TOOLS: 'tools',
  TOOL_CHOICE: 'toolChoice',
  CONTEXT_WINDOW: 'contextWindow',
  STOP_SEQUENCES: 'stopSequences',
}
