import { inspect } from 'node:util'

/** Every text that can be reached from a value, by whatever way. */
function textsIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return `${value}\n`
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
    return ''
  seen.add(value)
  if (value instanceof Map) return textsIn([...value], seen)
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}\n${textsIn(Object.getOwnPropertyDescriptor(value, key)?.value, seen)}`)
    .join('')
}

/** All that a program could print of a value, or get at. */
export const shownForms = (value: unknown): string =>
  [
    textsIn(value),
    inspect(value, { depth: 10, showHidden: true }),
    JSON.stringify(value) ?? '',
    String(value),
  ].join('\n')

/** A secret in every form in which it would still be one. */
export const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replaceAll("'", '%27'),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(`somebody:${secret}`).toString('base64'),
]

/** Where a text holds a secret, in whatever form, with what stands around it. */
export function leaksOf(secret: string, text: string): readonly string[] {
  return spellings(secret)
    .filter((form) => text.includes(form))
    .map((form) => text.slice(Math.max(0, text.indexOf(form) - 300), text.indexOf(form) + 200))
}
