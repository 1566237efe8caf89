import type { MaxTokensField } from '../wire/openai-quirks.ts'

/** How a provider that speaks OpenAI's Chat Completions is reached, and how it differs: one row of data. */
export interface ChatProvider {
  /** Up to `path`: the first of these whose variables are all set. `{NAME}` stands for a variable of the environment. */
  readonly baseURL: readonly string[]
  /** Variables that may hold the key, or a token, in their order. */
  readonly keys: readonly string[]
  /** Where a token comes from when none of these is set. */
  readonly token?: 'entra'
  /** It can be a server of one's own: then no key is needed. */
  readonly keyless?: true
  /** Which header takes the key, as it is; a token (a JWT) goes as `Bearer` all the same. @default authorization, after `Bearer` */
  readonly keyHeader?: string
  /** More headers, where their variables are set. */
  readonly headers?: { readonly [name: string]: string }
  /** After the base. `{model}` stands for the model. @default 'chat/completions' */
  readonly path?: string
  /** Of the address: for each name the first value whose variables are all set. */
  readonly query?: { readonly [name: string]: readonly string[] }
  /** `before: 'x/y/'` goes before names that do not begin with `x`; `without`: LiteLLM's
   * own signs before a name. `partner-first` makes `b/c:a` of `a/b/c`. */
  readonly modelName?: { readonly before: string } | { readonly without: readonly string[] } | 'partner-first'
  /** @default 'max_completion_tokens' at OpenAI and Azure, 'max_tokens' elsewhere: the name that all understand */
  readonly maxTokensField?: MaxTokensField
  /** Members of a request that it has no use for, or refuses. */
  readonly unsupported?: readonly string[]
  /** The same for those of its models whose name has one of these in it. */
  readonly unsupportedBy?: { readonly [model: string]: readonly string[] }
  /** Members that it calls by another name. */
  readonly rename?: { readonly [name: string]: string }
  /** How it is told whether, and how much, to think. @default 'effort' */
  readonly thinking?: ThinkingForm
  /** What it can be given instead of a schema. @default a schema, strict */
  readonly schema?: 'json-object' | 'shown'
  /** It takes OpenAI's dialect of schemas, and nothing that OpenAI does not know. */
  readonly strictDialect?: true
  /** It refuses to be asked for the count of tokens of a stream. */
  readonly streamUsage?: false
  /** Where this is written down. */
  readonly source: string
}

/**
 * `effort`: `reasoning_effort`. `effort-none`: the same, and `'none'` switches it off. `template`: also `enable_thinking` for the model's
 * template, as servers of one's own want it, and OpenAI's way at OpenAI. `type`: `thinking: { type }`. `type-effort`: both. `flag`:
 * `enable_thinking`, with a budget. `no`: it cannot be told.
 */
type ThinkingForm = 'effort' | 'effort-none' | 'template' | 'type' | 'type-effort' | 'flag' | 'no'
