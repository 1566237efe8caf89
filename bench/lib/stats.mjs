/** The middle, and what four of five rounds lie between. */
export function spread(values) {
  return { median: quantile(values, 0.5), low: quantile(values, 0.1), high: quantile(values, 0.9) }
}

/** Round by round: what both met in the same minute is compared, and slow minutes cancel out. */
export function ratio(mine, theirs) {
  return spread(mine.map((value, round) => value / theirs[round]))
}

/** The value that the share `q` of all is not above. */
export function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)]
  return below + (sorted[Math.ceil(at)] - below) * (at % 1)
}
