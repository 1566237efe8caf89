/**
 * How many votes a vote takes and who wins it, by each of the library's rules, one draft after another. Written out here since a
 * million votes are counted; `sameAsLibrary` holds it to the library.
 */
export function vote(answers, { n, confidence, count = true }) {
  const support = new Map()
  for (let used = 1; used <= n; used++) {
    const answer = answers[used - 1]
    support.set(answer, (support.get(answer) ?? 0) + 1)
    const [[winner, lead], [, second] = [undefined, 0]] = [...support].toSorted((a, b) => b[1] - a[1])
    const settled = count && lead > second + n - used
    if (used === n || settled || (confidence && leadConfidence(lead, second) >= confidence))
      return { winner, used }
  }
  throw new Error('a vote has at least one draft')
}

const known = new Map()

/** How likely it is that the leader would lead for ever: of Beta(lead + 1, second + 1), what lies above a half. It is a sum of binomials. */
export function leadConfidence(lead, second) {
  const key = lead * 1000 + second
  if (known.has(key)) return known.get(key)
  const trials = lead + second + 1
  let ways = 1
  let sum = 0
  for (let k = 0; k <= lead; k++) {
    sum += ways
    ways = (ways * (trials - k)) / (k + 1)
  }
  known.set(key, sum / 2 ** trials)
  return known.get(key)
}

/** Whether the library's votes on these answers take as many drafts and have the same winners. @throws Error where they do not */
export async function sameAsLibrary(rows, rule) {
  const { MelleaSession, majorityVote } = await import('mellea')
  const { MockBackend } = await import('mellea/testing')
  const { n, confidence } = rule
  const strategy = majorityVote({
    n,
    concurrency: 1,
    earlyStop: confidence ? { confidence } : (rule.count ?? true) && 'count',
  })
  for (const answers of rows) {
    const m = new MelleaSession({ backend: new MockBackend(answers.slice(0, n).map(String)) })
    const { text, ledger } = await m.instruct('x', { strategy })
    const own = vote(answers, rule)
    if (text !== `${own.winner}` || ledger.calls !== own.used)
      throw new Error(
        `${JSON.stringify(rule)} on ${answers.join()}: ${own.winner} after ${own.used}, and the library ${text} after ${ledger.calls}`,
      )
  }
  return rows.length
}
