/** The process that reads: many streams at once, wave after wave, and streams that are aborted. */
import { once } from 'node:events'
import { clients } from './clients.mjs'

const [, , name, address, given] = process.argv
const { waves, streams, tokens, aborts, held } = JSON.parse(given)
const prompt = 'Write a limerick about a fox.'

const m = await clients[name](`${address}/flushed/${tokens}`, streams)
const heaps = []
let lost = 0
for (let wave = 0; wave < waves; wave++) {
  lost += (await Promise.all(Array.from({ length: streams }, read))).filter((fine) => !fine).length
  await settled()
  heaps.push(process.memoryUsage().heapUsed / 1e6)
}
const rssMB = process.memoryUsage().rss / 1e6
process.send({ heaps, lost, rssMB })

const waiting = await clients[name](held, 1)
for (let count = 0; count < aborts; count++) {
  const stop = new AbortController()
  let abortedAt = 0n
  try {
    for await (const _ of waiting.instruct(prompt, { signal: stop.signal })) {
      abortedAt = process.hrtime.bigint()
      stop.abort()
    }
  } catch {
    // it was aborted
  }
  process.send({ abortedAt: String(abortedAt) })
  // the next one begins when the server has seen the end of this one
  await once(process, 'message')
}
process.disconnect()

async function read() {
  const length = tokens * ' tok0'.length
  let seen = 0
  for await (const delta of m.instruct(prompt)) seen += delta.length
  return seen === length
}

/** What is garbage is gone. */
async function settled() {
  for (let round = 0; round < 3; round++) {
    await new Promise((done) => setImmediate(done))
    globalThis.gc()
  }
}
