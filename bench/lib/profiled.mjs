/** What is run under the profiler. */
import { startServer } from '../http/measure.mjs'

const [, , what] = process.argv
const jobs = {
  async overhead() {
    const { clients } = await import('../overhead/clients.mjs')
    return { call: await clients.mellea(), calls: 20_000, concurrency: 1 }
  },
  async unary(address) {
    const { clients } = await import('../http/clients.mjs')
    return {
      call: await clients['mellea, OpenAI']({ address: `${address}/bulk/40`, tokens: 40, streamed: false }),
      calls: 10_000,
      concurrency: 64,
    }
  },
  async tokens(address) {
    const { clients } = await import('../http/clients.mjs')
    return {
      call: await clients['mellea, OpenAI']({
        address: `${address}/flushed/1000`,
        tokens: 1000,
        streamed: true,
      }),
      calls: 300,
      concurrency: 4,
    }
  },
}

const server = await startServer()
const { call, calls, concurrency } = await jobs[what](server.address)
let left = calls
const line = async () => {
  while (left-- > 0) await call()
}
await Promise.all(Array.from({ length: concurrency }, line))
server.stop()
