import { maskSecrets } from '../util/mask-secrets.ts'

const MOST_DEPTH = 6

/**
 * What went wrong as a cause that may be shown. An error that holds nothing but words without secrets stays itself; of any other
 * (clients like to hang requests on their errors, headers and all) a copy is kept: its words, masked, and what is short.
 */
export function safeCause(cause: unknown, secrets: readonly string[], depth = 0): unknown {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? maskSecrets(cause, secrets) : undefined
  if (depth > MOST_DEPTH) return undefined
  const copy = new Error(cause.message)
  let same = true
  for (const key of Reflect.ownKeys(cause)) {
    const value: unknown = Reflect.get(cause, key)
    const safe = safeValue(value, secrets, depth)
    if (safe !== value) same = false
    const { enumerable = false } = Object.getOwnPropertyDescriptor(cause, key) ?? {}
    if (safe !== undefined)
      Object.defineProperty(copy, key, { value: safe, enumerable, configurable: true, writable: true })
  }
  if (same) return cause
  Object.defineProperty(copy, 'name', { value: cause.name, configurable: true, writable: true })
  return copy
}

function safeValue(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return maskSecrets(value, secrets)
  if (value instanceof Error) return safeCause(value, secrets, depth + 1)
  if (Array.isArray(value) && value.every((each) => each instanceof Error)) {
    const all = value.map((each) => safeCause(each, secrets, depth + 1))
    return all.every((each, at) => each === value[at]) ? value : all
  }
  return typeof value === 'object' || typeof value === 'function' ? undefined : value
}
