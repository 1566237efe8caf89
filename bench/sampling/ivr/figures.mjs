import { bootstrap, wilson } from './intervals.mjs'

/** What a strategy did on the tasks, with intervals at 95 %; with `within` as if it had been allowed so many generations only. */
export function figuresOf(tasks, strategy, within = Infinity) {
  const rows = Object.values(tasks).map((runs) => spentOf(runs[strategy], within))
  const passed = rows.filter(({ success }) => success).length
  const tokens = meanOf(rows, 'tokens')
  return {
    strategy,
    tasks: rows.length,
    passed,
    share: passed / rows.length,
    ...wilson(passed, rows.length),
    tokens,
    tokensRange: bootstrap(rows, (some) => meanOf(some, 'tokens')),
    out: meanOf(rows, 'out'),
    seconds: meanOf(rows, 'ms') / 1000,
    secondsRange: bootstrap(rows, (some) => meanOf(some, 'ms') / 1000),
    generations: meanOf(rows, 'generations'),
  }
}

/** What one strategy brings over another on the same tasks: points of success, tokens and seconds a task. */
export function difference(tasks, strategy, other, within = {}) {
  const rows = Object.values(tasks).map((runs) => {
    const [one, two] = [spentOf(runs[strategy], within[strategy]), spentOf(runs[other], within[other])]
    return {
      points: 100 * (Number(one.success) - Number(two.success)),
      tokens: one.tokens - two.tokens,
      out: one.out - two.out,
      seconds: (one.ms - two.ms) / 1000,
    }
  })
  const part = (name) => ({ value: meanOf(rows, name), ...bootstrap(rows, (some) => meanOf(some, name)) })
  return { points: part('points'), tokens: part('tokens'), out: part('out'), seconds: part('seconds') }
}

/** How often single drafts pass, a task each: from the drafts of `best of 5`. */
export function singleRates(tasks) {
  return Object.values(tasks).map((runs) => {
    const { passed } = runs['best of 5']
    return passed.replaceAll('0', '').length / passed.length
  })
}

function spentOf({ success, spent: said }, within = Infinity) {
  const spent = said.split(', ').map((each) => each.split(' ').map(Number))
  const some = spent.slice(0, within)
  const sum = (at) => some.reduce((all, each) => all + each[at], 0)
  return {
    success: success && spent.length <= within,
    tokens: sum(0) + sum(1),
    out: sum(1),
    ms: sum(2),
    generations: some.length,
  }
}

function meanOf(rows, name) {
  return rows.reduce((sum, row) => sum + row[name], 0) / rows.length
}
