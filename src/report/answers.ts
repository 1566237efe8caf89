import type { Entry } from './call-record.ts'
import { markup, type Html } from './markup.ts'
import { outcomeText } from './summary.ts'

/** What was answered, and what was wrong with it; the chosen answer is open. */
export function answers(entries: readonly Entry[]): readonly Html[] {
  return entries.filter(({ text, reasons }) => text !== undefined || reasons.length > 0).map(answer)
}

function answer(entry: Entry): Html {
  const { index, outcome, reasons, text } = entry
  const open = outcome === 'chosen' ? markup` open` : markup``
  const items = reasons.map((reason) => markup`<li>${reason}</li>`)
  const list = reasons.length > 0 ? markup`<ul>${items}</ul>` : markup``
  // HTML drops the first line break of a `pre`
  const whole = text === undefined ? markup`` : markup`<pre>\n${text}</pre>`
  return markup`<details${open}><summary>${index}  ${outcomeText(entry)}</summary>${list}${whole}</details>
`
}
