/** What is wrong with a line of code. Lines and columns count from 1. */
export interface CodeFault {
  readonly line: number
  readonly column: number
  readonly message: string
}

const most = 10

/** Faults for the model: each with its place and the line as it stands, since a repair does not show the code. */
export function faultsText(faults: readonly CodeFault[], code: string): string {
  const lines = code.split('\n')
  const texts = faults.slice(0, most).map(({ line, column, message }) => {
    const source = lines[line - 1]?.trim().slice(0, 120)
    return `Line ${line}, column ${column}: ${message}${source ? ` In: ${source}` : ''}`
  })
  const more = faults.length > most ? [`And ${faults.length - most} more.`] : []
  return [...texts, ...more].join('\n')
}

/** What to do about an answer without a block in the language. */
export function noCode(language: string): string {
  return `There is no ${language} in the answer: put it into a code block marked ${language}.`
}
