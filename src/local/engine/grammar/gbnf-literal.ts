/** A text as GBNF quotes it. */
export function gbnfLiteral(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)
  return `"${escaped}"`
}

const escapes: Readonly<Record<string, string | undefined>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** The expression, so many times. No limit where `most` is missing. */
export function repeated(expression: string, least: number, most?: number): string {
  if (most === 0) return '""'
  if (least === 1 && most === 1) return expression
  return `(${expression}){${least},${most ?? ''}}`
}

/** One of the expressions. */
export function oneOf(expressions: readonly string[]): string {
  const different = [...new Set(expressions)]
  return different.length === 1 ? (different[0] ?? '""') : `(${different.join(' | ')})`
}
