import { readRows } from './kept-generations.mjs'

/** What the report needs of the runs, by task and strategy: whether it passed, which drafts did, and of each generation `in out ms`. */
export function compact(file) {
  const tasks = {}
  for (const { task, strategy, success, passed, generations } of readRows(file)) {
    const spent = generations.map(
      ({ inputTokens, outputTokens, ms }) => `${inputTokens} ${outputTokens} ${ms}`,
    )
    const drafts = passed && strategy === 'best of 5' ? { passed: passed.map(Number).join('') } : {}
    tasks[task] ??= {}
    tasks[task][strategy] = { success, ...drafts, spent: spent.join(', ') }
  }
  return { tasks }
}
