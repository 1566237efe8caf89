const utf8 = new TextDecoder()

/** The text of bytes that came in pieces, cut anywhere; a byte order mark is left out. */
export function decodedText(pieces: readonly Uint8Array[]): string {
  const [only = new Uint8Array()] = pieces
  return utf8.decode(pieces.length > 1 ? joined(pieces) : only)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
