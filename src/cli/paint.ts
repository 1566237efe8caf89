import type { OutputStream, Terminal } from './terminal.ts'

const styles = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

export type Style = keyof typeof styles

/** Colours a text. */
export type Paint = (style: Style, text: string) => string

/** Colours for a terminal that shows them; elsewhere, and under NO_COLOR, the text as it is. */
export function paint(stream: OutputStream, { env }: Pick<Terminal, 'env'>): Paint {
  if (stream.isTTY !== true || env['NO_COLOR'] || env['TERM'] === 'dumb') return (_, text) => text
  return (style, text) => {
    const [on, off] = styles[style]
    return `\u001B[${on}m${text}\u001B[${off}m`
  }
}
