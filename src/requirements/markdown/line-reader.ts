/** Splits a text that arrives in pieces into lines, without their ends. */
export class LineReader {
  #pieces: string[] = []

  /** The lines that are complete. */
  push(piece: string): string[] {
    const parts = piece.split('\n')
    const rest = parts.pop() ?? ''
    const lines = parts.map((part) => this.#join(part))
    if (rest !== '') this.#pieces.push(rest)
    return lines
  }

  /** The last line, if it has no end. */
  end(): string[] {
    return this.#pieces.length === 0 ? [] : [this.#join('')]
  }

  #join(last: string): string {
    const line = this.#pieces.length === 0 ? last : this.#pieces.join('') + last
    this.#pieces = []
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }
}
