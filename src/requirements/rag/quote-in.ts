import { TextFold } from '../text/fold-text.ts'

/** Whether a text has these words, in this order; an ellipsis stands for what was left out, also of other documents' sentences. */
export function quoteIn(text: string, quote: string): boolean {
  const whole = folded(text)
  let from = 0
  for (const part of quote.split(/\s*(?:\[?(?:…|\.{3})\]?)\s*/)) {
    // the punctuation around a quotation belongs to who quotes
    const wanted = folded(part)
      .replace(/^[\s.,;:!?]{1,5}/, '')
      .replace(/[\s.,;:!?]{1,5}$/, '')
    const at = wanted === '' ? from : whole.indexOf(wanted, from)
    if (at < 0) return false
    from = at + wanted.length
  }
  return true
}

function folded(text: string): string {
  return new TextFold({}).all(text).join('')
}
