const shownLength = 40

/** Says where in a text something is, of a text that is read in pieces. */
export class Where {
  #line = 1
  #before = ''

  /** The place at `end` in the piece that is being read: `line 3, at "…what was read last"`. */
  at(piece: string, end: number): string {
    const read = piece.slice(0, end)
    const line = this.#line + read.split('\n').length - 1
    const text = (this.#before + read.slice(-shownLength)).replaceAll(/\s+/g, ' ')
    const shown = Array.from(text).slice(-shownLength).join('').trim()
    return `line ${line}, at ${JSON.stringify((shown.length < text.trim().length ? '…' : '') + shown)}`
  }

  /** The piece has been read. */
  pass(piece: string): void {
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', end + 1)) this.#line += 1
    // one more than is shown, so that it is known whether something was left out
    this.#before = (this.#before + piece.slice(-shownLength - 1)).slice(-shownLength - 1)
  }
}
