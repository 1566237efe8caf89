import { toBase64 } from '../util/base64.ts'
import type { GenerateRequest } from './backend.ts'
import type { Json } from './json.ts'

/** A request of any kind. */
type Sendable = Pick<GenerateRequest, 'signal' | 'headers'>

/** What makes two requests the same: all but signal and headers, keys in order, bytes as base64. Headers hold keys, and never get here. */
export function normalRequest({ signal: _signal, headers: _headers, ...request }: Sendable): Json {
  return JSON.parse(JSON.stringify(sorted(request)))
}

/** Keys in alphabetical order, at every depth. */
function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: toBase64(value) }
  if (value instanceof URL) return value.href
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
