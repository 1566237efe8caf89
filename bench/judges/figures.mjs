const z = 1.96

/** A share of `all` with its interval at 95 % (Wilson). */
export function proportion(right, all) {
  if (all === 0) return { right, all, share: null, low: null, high: null }
  const share = right / all
  const middle = (share + z ** 2 / (2 * all)) / (1 + z ** 2 / all)
  const half = (z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all)
  return { right, all, share, low: middle - half, high: middle + half }
}

/** What of two ways is right more often on the same cases: the difference of the shares, its interval at 95 % by resampling the cases. */
export function difference(cases, random, rounds = 4000) {
  const each = cases.map(([one, other]) => Number(one) - Number(other))
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const means = Array.from({ length: rounds }, () =>
    mean(each.map(() => each[Math.floor(random() * each.length)])),
  ).sort((a, b) => a - b)
  return { mean: mean(each), low: means[Math.floor(rounds * 0.025)], high: means[Math.floor(rounds * 0.975)] }
}

/** How often a met one has the higher score of a met and an unmet one: 0.5 is chance. */
export function ranking(scored) {
  const met = scored.filter((each) => each.met)
  const unmet = scored.filter((each) => !each.met)
  let wins = 0
  for (const one of met)
    for (const other of unmet) wins += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0
  return wins / (met.length * unmet.length)
}

export function percent({ share, low, high }) {
  if (share === null) return 'none'
  const round = (value) => Math.round(value * 100)
  return `${round(share)} % (${round(low)}-${round(high)})`
}

export function points({ mean, low, high }) {
  const round = (value) => (value >= 0 ? '+' : '−') + Math.abs(Math.round(value * 100))
  return `${round(mean)} points (${round(low)} to ${round(high)})`
}
