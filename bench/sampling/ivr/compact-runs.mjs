import { readRows } from './kept-generations.mjs'

/** What the report needs of the runs: by task and strategy, whether it passed, and its generations as `[model, in, out, ms]`. */
export function compact(file) {
  const tasks = {}
  for (const { task, strategy, success, stopped, passed, generations } of readRows(file)) {
    const spent = generations.map(({ model, inputTokens, outputTokens, ms }) => [
      model,
      inputTokens,
      outputTokens,
      ms,
    ])
    tasks[task] ??= {}
    tasks[task][strategy] = { success, stopped, passed, spent }
  }
  return { tasks }
}
