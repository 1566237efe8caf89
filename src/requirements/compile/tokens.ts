/** A piece of a sentence, as the grammar of rules sees it. */
export interface Token {
  /** What stands between quotation marks, double angle brackets, square brackets or stars is one token. */
  readonly kind: 'word' | 'number' | 'quote' | 'angled' | 'square' | 'starred' | 'mark'
  /** Lower-cased; a mark as it is; of what stands between two marks the inside. */
  readonly text: string
  /** As it was written, without the marks around it. */
  readonly raw: string
}

const shapes: readonly (readonly [kind: Token['kind'], shape: RegExp])[] = [
  ['angled', /<<\s*([^<>]+?)\s*>>/y],
  ['quote', /["“”„]([^"“”]+)["“”]/y],
  ['quote', /[‘']((?:[^'’]|['’](?=\p{L}))+)['’](?![\p{L}\p{N}])/uy],
  ['quote', /`([^`]+)`/y],
  ['square', /\[([^[\]]*)\]/y],
  ['starred', /\*\*?([^*\s](?:[^*\n]*[^*\s])?)\*\*?/y],
  ['number', /(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)/y],
  ['word', /(\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*)/uy],
  // the same mark several times over is one: a divider, an ellipsis
  ['mark', /(([^\s\p{L}\p{N}])\2*)/uy],
]

/** A sentence in tokens. A hyphen within a word only parts it: "lower-case" is two words, and so is "60-word". */
export function readTokens(sentence: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = skipSpace(sentence, 0); at < sentence.length; at = skipSpace(sentence, at)) {
    const found = tokenAt(sentence, at)
    at = found.end
    tokens.push(found.token)
  }
  return tokens
}

function tokenAt(sentence: string, at: number): { readonly token: Token; readonly end: number } {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const [whole, raw = ''] = shape.exec(sentence) ?? []
    if (whole) return { token: { kind, raw, text: plain(kind, raw) }, end: at + whole.length }
  }
  const raw = sentence.charAt(at)
  return { token: { kind: 'mark', raw, text: raw }, end: at + 1 }
}

function plain(kind: Token['kind'], raw: string): string {
  if (kind === 'number') return raw.replaceAll(',', '')
  return raw.toLowerCase().replaceAll('’', "'")
}

function skipSpace(sentence: string, from: number): number {
  const hyphen = /(?<=[\p{L}\d])[-‑](?=\p{L})|\s/uy
  let at = from
  for (hyphen.lastIndex = at; hyphen.test(sentence);) at = hyphen.lastIndex
  return at
}
