import { fromBase64, toBase64 } from '../util/base64.ts'

/** Events as JSON can hold them: bytes and addresses under a key of their own. */
export function eventToJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { '~base64': toBase64(value) }
  if (value instanceof URL) return { '~url': value.href }
  if (Array.isArray(value)) return value.map(eventToJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, eventToJson(each)]))
}

/** The way back. */
export function eventFromJson<E>(value: E): E {
  return revived(value) as E
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value !== 'object' || value === null) return value
  const { '~base64': base64, '~url': url } = value as { readonly [key: string]: unknown }
  if (typeof base64 === 'string') return fromBase64(base64)
  if (typeof url === 'string') return new URL(url)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]))
}
