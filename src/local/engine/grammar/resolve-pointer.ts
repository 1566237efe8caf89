import type { Json } from '../../../core/json.ts'

/** What a reference within a document means: `#`, `#/$defs/node`. Nothing for one that leads elsewhere. */
export function resolvePointer(root: Json, reference: string): Json | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let found: Json | undefined = root
  for (const step of reference.slice(2).split('/')) {
    if (typeof found !== 'object' || found === null) return undefined
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    found = Object.hasOwn(found, key) ? (Reflect.get(found, key) as Json) : undefined
  }
  return found
}
