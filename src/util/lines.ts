/** Turns bytes into something, holding back what is not complete yet. */
export interface Decoder<T> {
  push(bytes: Uint8Array): T[]
  /** No more bytes will come: what was held back. */
  end(): T[]
}

/**
 * Splits bytes into lines of text, wherever they are cut. A line ends with LF, CR LF or CR; a byte order mark is left out.
 * The last line needs no end. Takes linear time, also for a line that arrives in thousands of pieces.
 */
export function lineDecoder(): Decoder<string> {
  const utf8 = new TextDecoder()
  // pieces of the line that has not ended: never joined before it does
  let pieces: string[] = []
  let afterReturn = false

  function take(rest: string): string {
    if (pieces.length === 0) return rest
    pieces.push(rest)
    const line = pieces.join('')
    pieces = []
    return line
  }

  function split(text: string): string[] {
    const lines: string[] = []
    let from = 0
    let end = text.indexOf('\n')
    for (; end >= 0; end = text.indexOf('\n', from)) {
      lines.push(take(text.slice(from, end)))
      from = end + 1
    }
    if (from < text.length) pieces.push(text.slice(from))
    return lines
  }

  return {
    push(bytes) {
      let text = utf8.decode(bytes, { stream: true })
      if (text === '') return []
      // the other half of a CR LF that was cut in two
      if (afterReturn && text.startsWith('\n')) text = text.slice(1)
      afterReturn = text === '' ? false : text.endsWith('\r')
      // rare, and then all ends are made the same
      return split(text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text)
    },
    end() {
      const rest = take(utf8.decode())
      return rest === '' ? [] : [rest]
    },
  }
}
