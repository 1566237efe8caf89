import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * One process for each client, kept warm, one of them at work at a time: no client pays for another one's code or garbage, and
 * clients that are compared run seconds apart.
 *
 * @param module holds `clients`: functions by name that make the `call` to be measured
 * @param jobs by client: `calls` in a burst, `concurrency`, `options` for the client
 */
export async function measureInTurn({ module, jobs, rounds, warmUps = 3, units = 1 }) {
  const workers = new Map()
  try {
    for (const [name, job] of Object.entries(jobs)) workers.set(name, await start(module, name, job))
    for (let round = 0; round < warmUps; round++)
      for (const name of workers.keys()) await burst(workers.get(name), jobs[name])
    const cpu = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]))
    const wall = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]))
    const rss = {}
    for (let round = 0; round < rounds; round++) {
      for (const [name, worker] of workers) {
        const took = await burst(worker, jobs[name])
        const count = jobs[name].calls * units
        cpu[name].push(took.cpuMicros / count)
        wall[name].push(took.wallMicros / count)
        rss[name] = took.rssMB
      }
    }
    return { cpu, wall, rss }
  } finally {
    for (const worker of workers.values()) worker.kill()
  }
}

async function start(module, name, { options }) {
  const worker = fork(
    join(import.meta.dirname, 'worker.mjs'),
    [module, name, JSON.stringify(options ?? {})],
    {
      execArgv: process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [],
      env: { ...process.env, NODE_NO_WARNINGS: '1', AI_SDK_LOG_WARNINGS: 'false' },
    },
  )
  await answer(worker, name)
  return worker
}

async function burst(worker, { calls, concurrency = 1 }) {
  worker.send({ calls, concurrency })
  return answer(worker, worker.spawnargs.at(-2))
}

async function answer(worker, name) {
  const leave = new AbortController()
  const { signal } = leave
  const died = once(worker, 'exit', { signal }).then(([code]) => [{ failure: `ended with status ${code}` }])
  const answered = once(worker, 'message', { signal })
  const [said] = await Promise.race([answered, died])
  // both have ended or will not: nobody listens to a worker that has answered
  for (const each of [answered, died]) each.catch(() => {})
  leave.abort()
  if (said.failure) throw new Error(`${name}: ${said.failure}`)
  return said
}
