import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { measureInTurn } from '../lib/crew.mjs'
import { clients } from './clients.mjs'

const module = join(import.meta.dirname, 'clients.mjs')

/** What a request costs its client over loopback. */
export async function measure({ quick }) {
  const server = await startServer()
  const rounds = quick ? 3 : 15
  const share = quick ? 0.15 : 1
  const parts = {}
  const part = async (name, { way, tokens, calls, concurrency, streamed, units, unit }) => {
    console.log(`  ${name}`)
    const address = `${server.address}/${way}/${tokens}`
    const job = {
      calls: Math.max(Math.round(calls * share), 4),
      concurrency,
      options: { address, tokens, streamed },
    }
    const jobs = Object.fromEntries(Object.keys(clients).map((client) => [client, job]))
    parts[name] = {
      unit,
      way,
      tokens,
      ...job,
      options: undefined,
      ...(await measureInTurn({ module, jobs, rounds, units })),
    }
  }
  try {
    const request = { concurrency: 64, unit: 'µs of CPU a request' }
    await part('unary', { way: 'bulk', tokens: 40, calls: 1000, streamed: false, ...request })
    await part('streamed', { way: 'flushed', tokens: 40, calls: 640, streamed: true, ...request })
    const token = { tokens: 1000, streamed: true, units: 1000, concurrency: 4, unit: 'µs of CPU a token' }
    await part('tokens-bulk', { way: 'bulk', calls: 32, ...token })
    await part('tokens-flushed', { way: 'flushed', calls: 32, ...token })
    await part('tokens-single', { way: 'single', calls: 16, ...token })
  } finally {
    server.stop()
  }
  return { parts }
}

/** A process of its own, so that only the client's work is counted. */
export async function startServer() {
  const child = fork(join(import.meta.dirname, 'server.mjs'), { env: { ...process.env, PORT: '0' } })
  const [{ port }] = await once(child, 'message')
  return { address: `http://127.0.0.1:${port}`, stop: () => child.kill() }
}
