import { appendFileSync } from 'node:fs'
import { readRows } from './kept-generations.mjs'
import { requirementsOf } from './checks.mjs'
import { strategiesOf } from './strategies.mjs'

/** The most tokens of an answer. */
export const maxNewTokens = 80
export const temperature = 0.7

/** Every strategy on every task; what is in `file` already is left out, so that a run can go on after it was stopped. */
export async function runTasks({ tasks, small, large, file, seed, only, log = console.log }) {
  const library = await import('mellea')
  const done = new Set(readRows(file).map(({ task, strategy }) => `${task} ${strategy}`))
  for (const [index, task] of tasks.entries()) {
    const requirements = await requirementsOf(task)
    const started = performance.now()
    const all = await strategiesOf(library, { small, large, seed: seed + 100 * index })
    const passed = []
    for (const [strategy, plan] of Object.entries(all)) {
      if (done.has(`${task.id} ${strategy}`) || (only && !only.includes(strategy))) continue
      const row = await runOne({ library, task, requirements, plan, backends: [small, large] })
      appendFileSync(file, `${JSON.stringify({ task: task.id, strategy, ...row })}\n`)
      if (row.success) passed.push(strategy)
    }
    log(
      `${index + 1}/${tasks.length} ${task.id} ${Math.round(performance.now() - started)} ms; passed: ${passed.join('; ')}`,
    )
  }
}

async function runOne({ library, task, requirements, plan, backends }) {
  const { MelleaSession } = library
  for (const backend of backends) {
    backend.take()
    backend.paced = plan.paced === true
  }
  const modelOptions = { temperature, maxNewTokens, seed: plan.seed }
  const m = new MelleaSession({ backend: plan.backend, modelOptions })
  const call = m.instruct(task.ask, {
    requirements: plan.requirements(requirements),
    strategy: plan.strategy,
  })
  const sampling = await call.sampling()
  const generations = backends.flatMap((backend) => backend.take())
  const text = sampling.success ? sampling.result.text : sampling.best.text
  // a vote has not looked whether its winner is right
  const success = sampling.success && (await m.validate(requirements, { output: text })).ok
  const passed = sampling.attempts.map(({ ok }) => ok)
  return { success, stopped: sampling.stopped, passed, text, generations }
}
