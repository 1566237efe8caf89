import { chance, randomObject } from './documents.mjs'

/** Documents that share a chance of their own, so that any part of a run can be made again by itself. */
const block = 10_000

/**
 * Random documents in random pieces, each read by a call that is looked at while it is written: the last look at each beside `JSON.parse`.
 *
 * @param seed of the run; block number `b` of ten thousand documents has the chance of `seed + b`
 * @param from the first block
 * @throws Error for the first document that is read wrong
 */
export async function sameAsParse({ documents, seed, from = 0, log = () => {} }) {
  const { MelleaSession, jsonSchema } = await import('mellea')
  const { MockBackend } = await import('mellea/testing')
  const format = jsonSchema({ type: 'object' })
  for (let done = 0, at = from; done < documents; at++) {
    const next = chance(seed + at)
    const most = Math.min(block, documents - done)
    for (let count = 0; count < most; count++) {
      const text = randomObject(next)
      const backend = new MockBackend([text], { chunkSize: 1 + Math.floor(next() * 12) })
      let closed
      for await (const update of new MelleaSession({ backend }).instruct('x', { format }).updates)
        if (update.state === 'closed') closed = update.value
      if (!isSame(closed, JSON.parse(text)))
        throw new Error(`seed ${seed}, block ${at}, document ${count} is read wrong: ${text}`)
    }
    done += most
    log(
      `block ${at}: ${done.toLocaleString('en')} of ${documents.toLocaleString('en')} documents are the same`,
    )
  }
  return { documents, seed, from }
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
