const MASK = '***'
/** Shorter ones are placeholders, and would eat ordinary words. */
const SHORTEST = 8

const secretName = /authorization|api[-_]?key|token|secret|cookie|password/i

/** The values among `headers` that must not be shown, and the bare key behind `Bearer`. */
export function secretsIn(headers: { readonly [name: string]: string }): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => secretName.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+\s+/, '')])
  // the longest first: a key may be a part of another
  return [...new Set(values)]
    .filter((value) => value.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
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
  const escaped = secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  return escaped.some((secret) => text.includes(secret)) ? JSON.parse(maskSecrets(text, escaped)) : value
}

/** An address without a password, and without the values of a query that look like a key. */
export function maskURL(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (url.username) url.username = MASK
  if (url.password) url.password = MASK
  const names = Array.from(url.searchParams.keys())
  for (const name of names)
    if (secretName.test(name) || /^(key|sig|signature)$/i.test(name)) url.searchParams.set(name, MASK)
  return url.href
}
