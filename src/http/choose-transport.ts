import type { Environment } from '../util/environment.ts'
import { fetchTransport } from './fetch-transport.ts'
import type { Fetch, Transport } from './transport.ts'

export interface TransportOptions {
  /** Stands in for everything below. */
  readonly fetch?: Fetch | undefined
  /** Where the proxy variables are. */
  readonly env: Environment
}

/**
 * A given `fetch`, else a patched global one, else Node's own http with kept connections and proxies, else the global `fetch`.
 * The global one is looked at for every request: tests and tracers patch it late.
 */
export function chooseTransport({ fetch, env }: TransportOptions): Transport {
  if (fetch) return fetchTransport(fetch)
  let viaNode: Promise<Transport> | undefined
  return async (request) => {
    const current = globalThis.fetch
    if (!isNode() || !isBuiltIn(current)) return fetchTransport(current)(request)
    // pages of the web never need it
    viaNode ??= import('./node-transport.ts').then(({ nodeTransport }) => nodeTransport(env))
    return (await viaNode)(request)
  }
}

function isNode(): boolean {
  const { process } = globalThis
  // both imitate Node's http, and have a better fetch
  const imitation = process?.versions?.['bun'] ?? process?.versions?.['deno']
  return typeof process?.getBuiltinModule === 'function' && imitation === undefined
}

const known = new WeakMap<object, boolean>()

/** By its source, as nothing else tells; taking a new built-in one for a patched one is only slower. */
function isBuiltIn(fetch: Fetch | undefined): boolean {
  if (typeof fetch !== 'function') return true
  let answer = known.get(fetch)
  if (answer === undefined) {
    const source = Function.prototype.toString.call(fetch)
    answer = fetch.name === 'fetch' && /\blazyUndici\b|\bfetchImpl\b/.test(source)
    known.set(fetch, answer)
  }
  return answer
}
