import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { StreamEvent } from '../core/stream-event.ts'
import { check } from '../requirements/req.ts'
import { watch } from '../requirements/watch.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer, type MockBackendOptions } from '../testing/mock-backend.ts'
import { rejectionSampling } from './rejection-sampling.ts'
import { repairTemplate } from './repair-template.ts'

const noElephants = watch({
  description: 'There are no elephants.',
  chunk: 'sentence',
  onChunk: (sentence) => !sentence.includes('elephant') || `an elephant in: ${sentence}`,
})
const make = (script: readonly MockAnswer[], options: MockBackendOptions = {}) => {
  const backend = new MockBackend(script, { chunkSize: 3, ...options })
  return { backend, m: new MelleaSession({ backend }) }
}
const prefills = (backend: MockBackend) => backend.calls.map(({ request }) => request.prefill?.text)
const strategy = repairTemplate({ rewind: true })

describe('rewinding', () => {
  it('goes on from the text before the unit that was refused, with the reason', async () => {
    const { m, backend } = make(['One is fine. Two  elephants. Three.', ' Two is, too.'])
    const out = await m.instruct('Count.', { requirements: [noElephants], strategy })
    expect(out.text).toBe('One is fine. Two is, too.')
    expect(prefills(backend)).toEqual([undefined, 'One is fine.'])
    expect(backend.calls[1]?.prompt).toContain('* an elephant in: Two  elephants.')
    expect([out.attempts, out.usage.outputTokens]).toEqual([2, 4])
    expect(m.ledger.rows.map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
  })

  it('takes back nothing that a reader has: only whole good sentences were shown', async () => {
    const { m } = make(['One. Two elephants. Three.', ' Two. Three elephants.', ' Three.'])
    const call = m.instruct('Count.', { requirements: [noElephants], strategy })
    const parts: string[] = []
    for await (const part of call) parts.push(part)
    expect(parts.slice(0, 2)).toEqual(['One.', ' Two.'])
    expect(parts.join('')).toBe('One. Two. Three.')
  })

  it('says in events that the attempt begins with what is kept', async () => {
    const { m } = make(['One. Two elephants. Three.', ' Two.'])
    const events: StreamEvent[] = []
    for await (const event of m.instruct('Count.', { requirements: [noElephants], strategy }).events)
      events.push(event)
    const started = events.findIndex((event) => event.type === 'attempt-started' && event.attempt === 2)
    expect(events[started + 1]).toEqual({ type: 'text-delta', attempt: 2, delta: 'One.' })
  })

  it('keeps the elements of an array that were given', async () => {
    const format = z.array(z.object({ name: z.string(), price: z.number() }))
    const paid = watch.path('[*].price', z.number(), (price) => price > 0 || 'not above 0')
    const bad = '{"result":[{"name":"a","price":1},{"name":"b","price":-2},{"name":"c","price":3}]}'
    const { m, backend } = make([bad, ' 2},{"name":"c","price":3}]}'])
    const call = m.instruct('x', { format, requirements: [paid], strategy })
    const names: string[] = []
    for await (const { name, price } of call.elements) names.push(`${name} ${price}`)
    expect(names).toEqual(['a 1', 'b 2', 'c 3'])
    expect(prefills(backend)[1]).toBe('{"result":[{"name":"a","price":1},{"name":"b","price":')
    // a grammar would begin anew in the middle: the schema is asked for in words
    expect(backend.calls.map(({ request }) => request.schema !== undefined)).toEqual([true, false])
    expect(backend.calls[1]?.prompt).toContain('"price"')
    expect((await call).receipt.schema).toBe('requested')
  })

  it('gives up a beginning from which nothing better came', async () => {
    const script = ['One. Two elephants.', ' An elephant.', 'Begun anew. Good.']
    const { m, backend } = make(script)
    const out = await m.instruct('Count.', { requirements: [noElephants], strategy })
    expect(prefills(backend)).toEqual([undefined, 'One.', undefined])
    expect(out.text).toBe('Begun anew. Good.')
  })

  it('begins anew where nothing is good, after a failure of the whole, and on a backend that cannot go on', async () => {
    const first = make(['An elephant. Two.', 'One.'])
    await first.m.instruct('x', { requirements: [noElephants], strategy })
    expect(prefills(first.backend)).toEqual([undefined, undefined])
    const long = check('long', (text) => text.length > 5 || 'short')
    const whole = make(['One.', 'One. Two.'])
    await whole.m.instruct('x', { requirements: [noElephants, long], strategy })
    expect(prefills(whole.backend)).toEqual([undefined, undefined])
    const cannot = make(['One. An elephant. Two.', 'One.'], { capabilities: { prefill: false } })
    await cannot.m.instruct('x', { requirements: [noElephants], strategy })
    expect(prefills(cannot.backend)).toEqual([undefined, undefined])
    expect(cannot.backend.calls[1]?.prompt).not.toMatch(/begin/i)
  })

  it('keeps a prefix that was asked for, and works without repair', async () => {
    const { m, backend } = make([' is fine. Two elephants. ', ' Two.'])
    const options = {
      requirements: [noElephants],
      outputPrefix: 'One',
      strategy: rejectionSampling({ rewind: true }),
    }
    expect((await m.instruct('Count.', options)).text).toBe('One is fine. Two.')
    expect(prefills(backend)).toEqual(['One', 'One is fine.'])
    expect(backend.calls[1]?.prompt).toBe(backend.calls[0]?.prompt)
  })

  it('is off unless it is asked for, and is a boolean', async () => {
    const { m, backend } = make(['One. Two elephants. ', 'One. Two.'])
    const result = await m.instruct('Count.', { requirements: [noElephants] }).sampling()
    expect(prefills(backend)).toEqual([undefined, undefined])
    expect(result.attempts.map(({ good }) => good)).toEqual(['One.', undefined])
    expect(() => repairTemplate({ rewind: 'yes' as never })).toThrow(/rewind is true or false/)
  })
})
