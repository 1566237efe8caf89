import { checkOptions } from '../core/check-options.ts'
import type { GenerateRequest } from '../core/backend.ts'

/** Options, parted into what the prompt needs, what the transport needs, and what is sent. */
export interface SplitOptions {
  readonly options: GenerateRequest['options']
  readonly systemPrompt: string | undefined
  readonly tools: unknown
  readonly toolChoice: unknown
  readonly transport: GenerateRequest['transport']
}

/**
 * Checks them, and takes out what never goes over a wire as an option. A seed is moved on with every attempt:
 * the same seed would only repeat the answer that was just rejected.
 *
 * @throws OptionError for a value that cannot mean anything.
 */
export function splitOptions(all: { readonly [name: string]: unknown }, attempt: number): SplitOptions {
  checkOptions(all)
  const { systemPrompt, stream, tools, toolChoice, ...options } = all
  const seed =
    typeof options['seed'] === 'number' && attempt > 1 ? { seed: options['seed'] + attempt - 1 } : {}
  return {
    options: { ...options, ...seed },
    systemPrompt: typeof systemPrompt === 'string' && systemPrompt !== '' ? systemPrompt : undefined,
    tools,
    toolChoice,
    transport: stream === false ? 'unary' : 'stream',
  }
}
