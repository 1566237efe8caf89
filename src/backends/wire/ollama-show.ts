import type { Capabilities } from '../../core/backend.ts'

/** Makes capabilities of the reply of `/api/show`. Servers too old to say what a model can do get the benefit of the doubt. */
export async function ollamaCapabilities(
  shown: Record<string, unknown>,
  contextWindow: unknown,
  version: () => Promise<unknown>,
): Promise<Capabilities> {
  const listed = Array.isArray(shown['capabilities']) ? shown['capabilities'] : undefined
  const can = (what: string): boolean => listed?.includes(what) ?? true
  const contextLength = smallest(contextLengthOf(shown['model_info']), contextWindow)
  // what newer ones make of both, the answers show
  const apart = listed?.includes('thinking') && isBefore(await version(), firstWithBoth)
  return {
    schema: true,
    tools: can('tools'),
    thinking: can('thinking'),
    ...(apart && { schemaWithThinking: false }),
    // its grammar leaves no room for the tokens that begin a call
    schemaWithTools: false,
    logprobs: true,
    images: can('vision'),
    prefill: true,
    candidates: false,
    adapters: [],
    ...(contextLength !== undefined && { contextLength }),
  }
}

/** Before it, a grammar began with the first token, and left no room for thoughts. Source: https://github.com/ollama/ollama/pull/12460 */
const firstWithBoth = [0, 12, 4]

function isBefore(version: unknown, bound: readonly number[]): boolean {
  const [, ...parts] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(String(version)) ?? []
  // a build of one's own
  if (parts.length < bound.length || parts.every((part) => part === '0')) return false
  const at = bound.findIndex((part, index) => Number(parts[index]) !== part)
  return at >= 0 && Number(parts[at]) < (bound[at] ?? 0)
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
