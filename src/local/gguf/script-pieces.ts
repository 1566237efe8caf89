/**
 * Cuts a text into words that were not used before, and notes them as used: a word that returns is joined with the next ones.
 *
 * A scripted model looks at one token only, so a token that came twice would lead two ways.
 */
export function scriptPieces(text: string, used: Set<string>): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const [word] of text.matchAll(/\s*\S+|\s+$/g)) {
    piece += word
    // one byte may be a token already, with a meaning for others
    if (used.has(piece) || piece.length < 2) continue
    used.add(piece)
    pieces.push(piece)
    piece = ''
  }
  if (piece === '') return pieces
  const last = `${pieces.pop() ?? ''}${piece}`
  used.add(last)
  return [...pieces, last]
}
