/** A piece of a template: literal text, or the name of a variable. */
export type TemplatePiece = { readonly text: string } | { readonly variable: string }

const placeholder = /\{\{\s*([\p{L}_$][\p{L}\p{N}_$.-]*)\s*\}\}/gu

/** Splits at `{{name}}`. Nothing else means anything: no expressions, no filters, no code. */
export function templatePieces(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = []
  let at = 0
  for (const match of template.matchAll(placeholder)) {
    if (match.index > at) pieces.push({ text: template.slice(at, match.index) })
    pieces.push({ variable: match[1] ?? '' })
    at = match.index + match[0].length
  }
  if (at < template.length) pieces.push({ text: template.slice(at) })
  return pieces
}
