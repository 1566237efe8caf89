import type { Capabilities } from '../../core/backend.ts'

/** Makes capabilities of the reply of `/api/show`. Servers too old to say what a model can do get the benefit of the doubt. */
export function ollamaCapabilities(shown: Record<string, unknown>, contextWindow: unknown): Capabilities {
  const listed = Array.isArray(shown['capabilities']) ? shown['capabilities'] : undefined
  const can = (what: string): boolean => listed?.includes(what) ?? true
  const contextLength = smallest(contextLengthOf(shown['model_info']), contextWindow)
  return {
    schema: true,
    tools: can('tools'),
    thinking: can('thinking'),
    logprobs: true,
    images: can('vision'),
    prefill: true,
    candidates: false,
    adapters: [],
    ...(contextLength !== undefined && { contextLength }),
  }
}

/** Under the name of its architecture: `'llama.context_length'`. */
function contextLengthOf(info: unknown): unknown {
  if (typeof info !== 'object' || info === null) return undefined
  return Object.entries(info).find(([name]) => name.endsWith('.context_length'))?.[1]
}

function smallest(...values: readonly unknown[]): number | undefined {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length > 0 ? Math.min(...numbers) : undefined
}
