import { duration } from './amounts.ts'
import type { Entry } from './call-record.ts'
import { colourKeys } from './colour-keys.ts'
import { lanesSvg, type Bar } from './lanes-svg.ts'
import { markup, type Html } from './markup.ts'
import { outcomeText, outcomes } from './summary.ts'

/** When each generation ran, and its judges. */
export function timePicture(entries: readonly Entry[]): Html {
  const picture = lanesSvg({
    id: 'time',
    title: 'Attempts over time',
    description: `${entries.length} generations, each a bar from its beginning to its end, with its judgements. The table below has the same.`,
    unit: duration,
    lanes: entries.map((entry) => ({
      label: `${entry.index}  ${outcomeText(entry)}`,
      bars: [draftBar(entry), ...judgeBars(entry)],
    })),
  })
  const kinds = entries.map(({ outcome }) => [outcome, outcomes[outcome].word] as const)
  const isJudged = entries.some(({ judges }) => judges.length > 0)
  const keys = colourKeys([...kinds, ...(isJudged ? [['judge', 'judgement'] as const] : [])])
  return markup`<figure>
${picture}
<figcaption>${keys}</figcaption>
</figure>`
}

function draftBar(entry: Entry): Bar {
  const { outcome, from, ms, purpose, model } = entry
  const title = `${purpose} by ${model}: ${duration(ms)}, ${outcomes[outcome].word}`
  return { from, length: ms, kind: outcome, title }
}

function judgeBars({ judges }: Entry): readonly Bar[] {
  return judges.map(({ from, ms }) => {
    const title = `judgement: ${duration(ms)}`
    return { from, length: ms, kind: 'judge', title, isThin: true }
  })
}
