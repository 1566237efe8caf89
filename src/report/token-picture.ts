import { count } from './amounts.ts'
import type { Entry } from './call-record.ts'
import { colourKeys } from './colour-keys.ts'
import { lanesSvg, type Bar } from './lanes-svg.ts'
import { markup, type Html } from './markup.ts'
import { outcomeText } from './summary.ts'

/** What each generation took in tokens, and its judges. */
export function tokenPicture(entries: readonly Entry[]): Html {
  const picture = lanesSvg({
    id: 'tokens',
    title: 'Tokens of each attempt',
    description:
      'For each generation what was sent, what was generated, and what its judges took. The table below has the same.',
    unit: count,
    lanes: entries.map((entry) => ({ label: `${entry.index}  ${outcomeText(entry)}`, bars: barsOf(entry) })),
  })
  const isJudged = entries.some(({ judgeTokens }) => judgeTokens > 0)
  const keys = colourKeys([
    ['in', 'sent'],
    ['out', 'generated'],
    ...(isJudged ? [['judge', 'judges'] as const] : []),
  ])
  return markup`<figure>
${picture}
<figcaption>${keys}</figcaption>
</figure>`
}

function barsOf({ inputTokens, outputTokens, judgeTokens }: Entry): readonly Bar[] {
  const parts = [
    ['in', inputTokens, 'tokens sent'],
    ['out', outputTokens, 'tokens generated'],
    ['judge', judgeTokens, 'tokens of judges'],
  ] as const
  const bars: Bar[] = []
  let from = 0
  for (const [kind, length, what] of parts) {
    if (length > 0) bars.push({ from, length, kind, title: `${count(length)} ${what}` })
    from += length
  }
  return bars
}
