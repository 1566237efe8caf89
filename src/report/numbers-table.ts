import { count, duration, price } from './amounts.ts'
import type { Entry } from './call-record.ts'
import { markup, type Html } from './markup.ts'
import { outcomeText } from './summary.ts'

/** All that the pictures show, to be read. */
export function numbersTable(entries: readonly Entry[]): Html {
  const hasCost = entries.some(({ cost }) => cost !== undefined)
  const words = ['attempt', 'outcome', 'for', 'model', 'met']
  const figures = ['in', 'out', 'judges', 'time', ...(hasCost ? ['cost'] : [])]
  const heads = [
    ...words.map((word) => markup`<th scope="col">${word}</th>`),
    ...figures.map((word) => markup`<th scope="col" class="number">${word}</th>`),
  ]
  return markup`<div class="scroll"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${entries.map((entry) => row(entry, hasCost))}</tbody>
</table></div>`
}

function row(entry: Entry, hasCost: boolean): Html {
  const { index, purpose, model, met, inputTokens, outputTokens, judgeTokens, ms, cost } = entry
  const words = [outcomeText(entry), purpose, model, met ? `${met[0]} of ${met[1]}` : '']
  const figures = [count(inputTokens), count(outputTokens), count(judgeTokens), duration(ms)]
  if (hasCost) figures.push(cost === undefined ? 'not known' : price(cost))
  const cells = [
    ...words.map((word) => markup`<td>${word}</td>`),
    ...figures.map((figure) => markup`<td class="number">${figure}</td>`),
  ]
  return markup`<tr><th scope="row">${index}</th>${cells}</tr>
`
}
