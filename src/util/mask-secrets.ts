import { fromBase64 } from './base64.ts'
import { remembered } from './remembered.ts'

const MASK = '***'
/** Shorter ones are placeholders, and would eat ordinary words. */
const SHORTEST = 8
/** Whoever gives a password means one. */
const SHORTEST_PASSWORD = 4

const secretName =
  /auth|api-?key|token|secret|cookie|passw|credential|signature|session|jwt|(^|[-_])(key|sig|pass|pwd)$/i
const looksRandom = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{20,}$/i

/**
 * The values among `headers` (or the parts of a query) that must not be shown, by their names and their looks: also the bare key behind
 * `Bearer`, the password behind `Basic`, and all of them as JSON, HTML or an address would spell them.
 */
export function secretsIn(headers: { readonly [name: string]: string }): readonly string[] {
  const found: string[] = []
  for (const [name, value] of Object.entries(headers)) {
    if (!isSecret(name, value)) continue
    const [, scheme = '', bare = ''] = /^(\w+\s+)?(.*?)\s*$/s.exec(value) ?? []
    found.push(...[value, bare].filter((each) => each.length >= SHORTEST))
    if (/^basic/i.test(scheme)) found.push(...pairIn(bare).filter((each) => each.length >= SHORTEST_PASSWORD))
  }
  if (found.length === 0) return found
  const spelled = found.flatMap(spellings)
  // the longest first: a key may be a part of another
  return [...new Set(spelled)].toSorted((a, b) => b.length - a.length)
}

function isSecret(name: string, value: string): boolean {
  return isSecretName(name) || looksRandom.test(value)
}

function isSecretName(name: string): boolean {
  return secretName.test(name.replaceAll('_', '-'))
}

/** As itself, as a part of an address, as JSON, as HTML. */
const spellings = remembered((secret): readonly string[] => {
  const encoded = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, ''))
  return [secret, encoded, encoded.replaceAll("'", '%27'), inJSON(secret), inHTML(secret)]
})

/** Name and password, together and apart. */
function pairIn(base64: string): readonly string[] {
  try {
    const pair = new TextDecoder().decode(fromBase64(base64))
    const at = pair.indexOf(':')
    return [pair, pair.slice(at + 1), pair.slice(0, Math.max(0, at))]
  } catch {
    return []
  }
}

function inJSON(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function inHTML(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** `text` with each of `secrets` replaced. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) masked = masked.replaceAll(secret, MASK)
  return masked
}

/** A JSON value with each of `secrets` replaced in its texts; the same value where there is none in it. */
export function maskDeep(value: unknown, secrets: readonly string[]): unknown {
  if (value === undefined || secrets.length === 0) return value
  const text = JSON.stringify(value)
  const escaped = secrets.map(inJSON)
  return escaped.some((secret) => text.includes(secret)) ? JSON.parse(maskSecrets(text, escaped)) : value
}

/** For `JSON.stringify` and `JSON.parse`: leaves out texts whose own names call them secret, as in `{ "api_key": "***" }`. */
export function maskNamed(name: string, value: unknown): unknown {
  return typeof value === 'string' && value.length >= SHORTEST && isSecretName(name) ? MASK : value
}

/** An address without a name and a password, and without the values of a query that look like a key; also one that is none. */
export function maskURL(address: string): string {
  if (!/^https?:/i.test(address) || !URL.canParse(address))
    return address.replace(/^([a-z][\w+.-]*:\/\/)?.*@/is, `$1${MASK}@`)
  const url = new URL(address)
  if (url.username) url.username = MASK
  if (url.password) url.password = MASK
  for (const [name, value] of Array.from(url.searchParams))
    if (isSecret(name, value)) url.searchParams.set(name, MASK)
  return url.href
}
