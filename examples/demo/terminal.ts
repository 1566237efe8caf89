/** Where the demo writes. */
export interface Terminal {
  title(text: string): void
  line(text: string): void
  /** Text as it comes, without an end of line. */
  delta(text: string): void
  /** Something beside the matter, in grey where there are colours. */
  note(text: string): void
  /** A line that replaces itself; on what is no terminal it is printed when it says something new. */
  status(text: string): void
  good(text: string): string
  bad(text: string): string
}

/** Colours only on a terminal, and not when NO_COLOR is set. */
export function terminal(stream: NodeJS.WriteStream): Terminal {
  const colours = stream.isTTY && !process.env['NO_COLOR']
  const paint = (code: number) => (text: string) => (colours ? `\u001B[${code}m${text}\u001B[0m` : text)
  const [bold, grey, green, red] = [paint(1), paint(90), paint(32), paint(31)]
  let column = 0
  let status = ''
  const write = (text: string): void => {
    stream.write(text)
    column = text.endsWith('\n') ? 0 : column + text.length
  }
  const fresh = (): void => {
    if (status) write('\n')
    else if (column > 0) write('\n')
    status = ''
  }
  return {
    title: (text) => (fresh(), write(`\n${bold(text)}\n`)),
    line: (text) => (fresh(), write(`${text}\n`)),
    delta: write,
    note: (text) => (fresh(), write(`${grey(text)}\n`)),
    status(text) {
      if (text === status) return
      if (stream.isTTY) stream.write(`\r\u001B[2K${grey(text)}`)
      else if (text.split(':')[0] !== status.split(':')[0]) stream.write(`${text}\n`)
      status = stream.isTTY ? text : text
      column = stream.isTTY ? text.length : 0
    },
    good: green,
    bad: red,
  }
}
