import type { OptionTable } from '../../core/option-table.ts'
import { openaiOptionTable, type OpenAINative } from '../wire/openai-native.ts'

/** LiteLLM's options: those of OpenAI's Chat Completions, what LiteLLM itself looks at, and what its clouds want. */
export interface LiteLLMNative extends OpenAINative {
  /** Leave out, with a warning, what the provider has no use for; else it is an error before anything is sent. @default true */
  readonly drop_params?: boolean | undefined
  /** Members that are left out without a word: `['seed']`. */
  readonly additional_drop_params?: readonly string[] | undefined
  /** Members that are sent, whatever is known of the provider. */
  readonly allowed_openai_params?: readonly string[] | undefined
  /** Where this call goes. @default `baseURL` of the backend */
  readonly api_base?: string | undefined
  /** Azure's. @default AZURE_API_VERSION, else '2025-02-01-preview' */
  readonly api_version?: string | undefined
  readonly extra_headers?: { readonly [name: string]: string } | undefined
  readonly aws_region_name?: string | undefined
  readonly vertex_project?: string | undefined
  readonly vertex_location?: string | undefined
  /** Bedrock's Converse: what its common fields do not have. */
  readonly additional_model_request_fields?: { readonly [name: string]: unknown } | undefined
  readonly additional_model_response_field_paths?: readonly string[] | undefined
}

/** What LiteLLM looks at and does not send. */
export const controlOptions = [
  'drop_params',
  'additional_drop_params',
  'allowed_openai_params',
  'api_base',
  'api_version',
  'extra_headers',
  'aws_region_name',
  'vertex_project',
  'vertex_location',
] as const

/** What is done elsewhere here, and how. */
export const elsewhereOptions: { readonly [name: string]: string } = {
  num_retries: 'sessions retry by themselves: pass `maxRetries` to the session or the call',
  max_retries: 'sessions retry by themselves: pass `maxRetries` to the session or the call',
  timeout: 'pass `timeout` to the session or the call',
  request_timeout: 'pass `timeout` to the session or the call',
  fallbacks: 'use a middleware, or the strategy `cascade`',
  custom_llm_provider: 'put the provider before the model: "groq/llama-3.1-8b-instant"',
  mock_response: 'use `MockBackend` of mellea/testing',
}

export const litellmOptionTable: OptionTable = {
  aliases: openaiOptionTable.aliases,
  native: [
    ...openaiOptionTable.native,
    ...controlOptions,
    ...Object.keys(elsewhereOptions),
    'api_key',
    'additional_model_request_fields',
    'additional_model_response_field_paths',
  ],
  unsupported: ['contextWindow'],
}
