/** The process of one client: makes bursts of calls when told, and says what they cost. */
import { pathToFileURL } from 'node:url'

const [, , module, name, options] = process.argv

try {
  const { clients } = await import(pathToFileURL(module).href)
  const call = await clients[name](JSON.parse(options))
  process.on('message', ({ calls, concurrency }) => burst(call, calls, concurrency).then(say, fail))
  say({ ready: true })
} catch (error) {
  fail(error)
}

async function burst(call, calls, concurrency) {
  // no forced collection: it throws optimised code away, which none of the programs deserves
  // connections that were closed while others worked are opened again before the clock starts
  await many(call, concurrency > 1 ? 2 * concurrency : 1, concurrency)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await many(call, calls, concurrency)
  const wallMicros = (performance.now() - start) * 1000
  const { user, system } = process.cpuUsage(cpu)
  return { cpuMicros: user + system, wallMicros, rssMB: Math.round(process.memoryUsage().rss / 1e6) }
}

async function many(call, calls, concurrency) {
  let left = calls
  const line = async () => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: concurrency }, line))
}

function say(message) {
  process.send(message)
}

function fail(error) {
  process.send({ failure: error?.stack ?? String(error) }, () => process.exit(1))
}
