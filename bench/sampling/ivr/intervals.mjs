import { chance } from '../documents.mjs'

const resamples = 2000

/** Wilson's interval of a share, at 95 %. */
export function wilson(passed, all, z = 1.96) {
  const share = passed / all
  const middle = (share + z ** 2 / (2 * all)) / (1 + z ** 2 / all)
  const reach = (z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all)
  return { low: middle - reach, high: middle + reach }
}

/** Of what `of` makes of the rows, at 95 %: by drawing rows again (bootstrap). */
export function bootstrap(rows, of, seed = 7) {
  const next = chance(seed)
  const all = Array.from({ length: resamples }, () =>
    of(Array.from({ length: rows.length }, () => rows[Math.floor(next() * rows.length)])),
  ).toSorted((a, b) => a - b)
  return { low: all[Math.floor(resamples * 0.025)], high: all[Math.ceil(resamples * 0.975) - 1] }
}

/** Of a mean; where values belong to groups (votes on one question), groups are drawn, not values. */
export function interval(values, groups) {
  if (groups.every((group) => group === undefined)) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    const reach = (1.96 * spread) / Math.sqrt(values.length)
    return { low: mean - reach, high: mean + reach }
  }
  const sums = new Map()
  for (const [index, group] of groups.entries()) {
    const [sum, count] = sums.get(group) ?? [0, 0]
    sums.set(group, [sum + values[index], count + 1])
  }
  return bootstrap([...sums.values()], (rows) => {
    const total = rows.reduce((all, [sum, count]) => [all[0] + sum, all[1] + count], [0, 0])
    return total[0] / total[1]
  })
}
