import { markup, type Html } from './markup.ts'

/** What the colours of a picture mean; each colour once. */
export function colourKeys(kinds: readonly (readonly [kind: string, word: string])[]): readonly Html[] {
  return [...new Map(kinds)].map(([kind, word]) => markup`<span class="key ${kind}"></span>${word}`)
}
