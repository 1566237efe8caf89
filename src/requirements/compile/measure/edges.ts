/** Whether a text begins with a phrase and not with a longer word; marks of markup or quotation before it are forgiven. */
export function beginsWith(text: string, phrase: string): boolean {
  const lead = isLetter(first(phrase)) ? String.raw`^[\s*_#>"'(]*` : String.raw`^\s*`
  return new RegExp(`${lead}${pattern(phrase)}${isLetter(phrase) ? notALetter : ''}`, 'iu').test(plain(text))
}

/** Whether a text ends with a phrase and not with the end of a longer word; after a word marks are forgiven. */
export function endsIn(text: string, phrase: string): boolean {
  const tail = isLetter(phrase) ? String.raw`[\s*_"').!]*$` : String.raw`[\s*_"')]*$`
  const before = isLetter(first(phrase)) ? String.raw`(?<![\p{L}\p{N}])` : ''
  return new RegExp(`${before}${pattern(phrase)}${tail}`, 'iu').test(plain(text))
}

const notALetter = String.raw`(?![\p{L}\p{N}])`

function pattern(phrase: string): string {
  const literal = plain(phrase.trim()).replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
  return literal.replaceAll(/\s+/g, String.raw`\s+`)
}

function plain(text: string): string {
  return text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”„]/g, '"')
}

function first(phrase: string): string {
  return /^./u.exec(phrase.trim())?.[0] ?? ''
}

/** Whether the last character is one. */
function isLetter(phrase: string): boolean {
  return /[\p{L}\p{N}]$/u.test(phrase.trim())
}
