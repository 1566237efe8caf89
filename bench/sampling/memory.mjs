/** `node --expose-gc memory.mjs 256`: what one call holds when all of its partials were read, and how much was in use at most. */
import { MelleaSession, jsonSchema } from 'mellea'
import { MockBackend } from 'mellea/testing'
import { people, peopleSchema } from './documents.mjs'

const text = JSON.stringify({ items: people(Number(process.argv[2])) })
const format = jsonSchema(peopleSchema)

const kept = []

async function run() {
  const m = new MelleaSession({ backend: new MockBackend([text], { chunkSize: 4 }) })
  const call = m.instruct('List people.', { format })
  for await (const _ of call.partials);
  kept.push(call)
}

await run()
kept.length = 0
globalThis.gc()
const before = process.memoryUsage().heapUsed
await run()
globalThis.gc()
const held = process.memoryUsage().heapUsed - before
console.log(
  JSON.stringify({ calls: kept.length, heldMB: held / 1e6, mostMB: process.resourceUsage().maxRSS / 1e3 }),
)
