import { chance, randomObject } from './documents.mjs'

/** Documents that share a chance of their own, so that any part of a run can be made again by itself. */
const block = 10_000

/**
 * Random documents in random pieces, each read while it is written: what the reader has at the end beside `JSON.parse`. Those of every tenth
 * block are also read by a call, which costs ten times as much: its last look at the object.
 *
 * @param seed of the run; block number `b` of ten thousand documents has the chance of `seed + b`
 * @param from the first block
 * @throws Error for the first document that is read wrong
 */
export async function sameAsParse({ documents, seed, from = 0, log = () => {} }) {
  const { watch } = await import('mellea/requirements')
  let calls = 0
  for (let done = 0, at = from; done < documents; at++) {
    const next = chance(seed + at)
    const most = Math.min(block, documents - done)
    const isCalled = at % 10 === 0
    for (let count = 0; count < most; count++) {
      const text = randomObject(next)
      const chunkSize = 1 + Math.floor(next() * 12)
      const wanted = JSON.parse(text)
      const isRight =
        isSame(read(text, chunkSize, watch), wanted) &&
        (!isCalled || isSame(await called(text, chunkSize), wanted))
      if (!isRight) throw new Error(`seed ${seed}, block ${at}, document ${count} is read wrong: ${text}`)
    }
    done += most
    calls += isCalled ? most : 0
    log(
      `block ${at}: ${done.toLocaleString('en')} of ${documents.toLocaleString('en')} documents are the same`,
    )
  }
  return { documents, calls, seed, from }
}

/** By the reader alone, through a watcher of the whole value. */
function read(text, chunkSize, watch) {
  let whole
  const watcher = watch.path('$', (value) => (whole = value) !== undefined).watch({ wrapped: false })
  for (let at = 0; at < text.length; at += chunkSize)
    watcher.chunk(text.slice(at, at + chunkSize), text.slice(0, at + chunkSize))
  return whole
}

async function called(text, chunkSize) {
  const { MelleaSession, jsonSchema } = await import('mellea')
  const { MockBackend } = await import('mellea/testing')
  const m = new MelleaSession({ backend: new MockBackend([text], { chunkSize }) })
  let closed
  for await (const update of m.instruct('x', { format: jsonSchema({ type: 'object' }) }).updates)
    if (update.state === 'closed') closed = update.value
  return closed
}

function isSame(one, other) {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return Object.is(one, other)
  const keys = Object.keys(one)
  const own = (from, key) => Object.getOwnPropertyDescriptor(from, key)?.value
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.join('\n') === Object.keys(other).join('\n') &&
    keys.every((key) => isSame(own(one, key), own(other, key)))
  )
}
