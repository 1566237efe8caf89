import { difference, proportion } from './figures.mjs'
import { tokensOf } from './measure-pairs.mjs'

/** Several requirements of one output: asked one by one, and all in one question. */
export async function measureBatch(m, groups, { random, isOver }) {
  const rows = []
  for (const { output, requirements } of groups) {
    if (isOver()) break
    const asked = requirements.map(({ requirement }) => ({ description: requirement, compile: false }))
    const each = await m.validate(asked, { output })
    const batch = await m.validate(asked, { output, judge: { batch: true } })
    rows.push({
      met: requirements.map(({ met }) => met),
      each: statuses(each),
      batch: statuses(batch),
      eachSpent: { calls: each.ledger.calls, ...tokensOf(each.ledger) },
      batchSpent: { calls: batch.ledger.calls, ...tokensOf(batch.ledger) },
    })
    if (rows.length % 10 === 0) console.log(`${rows.length} of ${groups.length} groups`)
  }
  return { ...figures(rows, random), rows }
}

const statuses = ({ validations }) => validations.map(({ result }) => result.status)

function figures(rows, random) {
  const right = (way) =>
    rows.flatMap((row) => row.met.map((met, index) => (row[way][index] === 'pass') === met))
  const [each, batch] = [right('each'), right('batch')]
  const count = (all) => proportion(all.filter(Boolean).length, all.length)
  const sum = (way) =>
    rows.reduce(
      (total, row) => ({
        calls: total.calls + row[way].calls,
        input: total.input + row[way].input,
        output: total.output + row[way].output,
      }),
      { calls: 0, input: 0, output: 0 },
    )
  // by groups: verdicts on one output are no independent cases
  const perGroup = rows.map((row) =>
    ['batch', 'each'].map(
      (way) => row.met.filter((met, index) => (row[way][index] === 'pass') === met).length / row.met.length,
    ),
  )
  const unknown = (way) => rows.flatMap((row) => row[way]).filter((status) => status === 'unknown').length
  const met = rows.flatMap((row) => row.met)
  return {
    groups: rows.length,
    questions: each.length,
    met: met.filter(Boolean).length,
    each: { ...count(each), unknown: unknown('each'), spent: sum('eachSpent') },
    batch: { ...count(batch), unknown: unknown('batch'), spent: sum('batchSpent') },
    batchLessEach: rows.length > 0 ? difference(perGroup, random) : undefined,
  }
}
