import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { jsonSchema } from '../core/json-schema.ts'
import type { PartialUpdate } from '../core/partial-update.ts'
import type { Schema } from '../core/schema.ts'
import { req } from '../requirements/req.ts'
import { rejectionSampling } from '../sampling/rejection-sampling.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { MelleaSession } from './mellea-session.ts'

const session = (script: readonly MockAnswer[], chunkSize = 2): MelleaSession =>
  new MelleaSession({ backend: new MockBackend(script, { chunkSize }) })

async function all<E>(parts: AsyncIterable<E>): Promise<E[]> {
  const seen: E[] = []
  for await (const part of parts) seen.push(part)
  return seen
}
const states = <T>(updates: readonly PartialUpdate<T>[], ...path: (string | number)[]): string[] => [
  ...new Set(updates.map((update) => update.stateOf(...path))),
]

describe('updates of a value that is written', () => {
  const Recipe = z.object({
    name: z.string(),
    steps: z.array(z.object({ text: z.string(), minutes: z.number() })),
  })
  const recipe = {
    name: 'pie',
    steps: [
      { text: 'mix', minutes: 5 },
      { text: 'bake', minutes: 40 },
    ],
  }

  it('say how far each part is, and end with the validated value', async () => {
    const updates = await all(session([recipe], 1).instruct('x', { format: Recipe }).updates)
    expect([...new Set(updates.map(({ state }) => state))]).toEqual(['open', 'closed', 'validated'])
    expect(states(updates, 'name')).toEqual(['absent', 'open', 'closed', 'validated'])
    expect(states(updates, 'steps', 0)).toEqual(['absent', 'open', 'closed', 'validated'])
    expect(states(updates, 'steps', 0, 'minutes')).toEqual(['absent', 'closed', 'validated'])
    expect(states(updates, 'steps', 2)).toEqual(['absent'])
    expect(states(updates, 'name', 'length')).toEqual(['absent'])
    expect(updates.at(-1)?.value).toEqual(recipe)
    expect(updates.every(({ attempt }) => attempt === 1)).toBe(true)
  })

  it('show what is finished without the text that is being written', async () => {
    const updates = await all(session([recipe], 1).instruct('x', { format: Recipe }).updates)
    const pairs = updates.map(({ value, finished }) => JSON.stringify([value, finished]))
    expect(pairs).toContain('[{"name":"pi"},{}]')
    expect(pairs).toContain('[{"name":"pie"},{"name":"pie"}]')
    expect(pairs).toContain('[{"name":"pie","steps":[{"text":"m"}]},{"name":"pie","steps":[{}]}]')
    const names = updates.flatMap(({ finished }) => finished?.name ?? [])
    expect([...new Set(names)]).toEqual(['pie'])
    const open = updates.flatMap((update) => (update.open ? [update.open.join('.')] : []))
    expect([...new Set(open)]).toEqual([
      '',
      'name',
      'steps',
      'steps.0',
      'steps.0.text',
      'steps.1',
      'steps.1.text',
    ])
  })

  it('keep the identity of what is closed, so that a view draws it once', async () => {
    const updates = await all(session([recipe], 1).instruct('x', { format: Recipe }).updates)
    const first = updates.flatMap((each) =>
      each.state !== 'validated' && each.stateOf('steps', 0) === 'closed' ? [each.value.steps?.[0]] : [],
    )
    expect(first.length).toBeGreaterThan(10)
    expect(new Set(first).size).toBe(1)
  })

  it('belong to an attempt, and start over with the next', async () => {
    const call = session([{ name: 7 }, recipe]).instruct('x', { format: Recipe })
    const updates = await all(call.updates)
    expect([...new Set(updates.map(({ attempt }) => attempt))]).toEqual([1, 2])
    expect(updates.at(-1)).toMatchObject({ attempt: 2, state: 'validated', value: recipe })
  })

  it('never show half a value of an enum, wherever its schema stands', async () => {
    const Level = z.enum(['easy', 'hard'])
    const format = z.object({
      level: Level,
      list: z.array(z.union([z.object({ kind: z.literal('one'), note: z.string() }), Level])),
      either: z.union([z.literal('none'), z.string()]),
    })
    const value = { level: 'hard', list: [{ kind: 'one', note: 'free' }, 'easy'], either: 'none' }
    const seen = (await all(session([value], 1).instruct('x', { format }).partials)).map((one) =>
      JSON.stringify(one),
    )
    const level = seen.flatMap((one) => /"level":"(\w*)"/.exec(one)?.[1] ?? [])
    expect([...new Set(level)]).toEqual(['hard'])
    expect(seen.some((one) => /"kind":"(?!one")|\["ea|"eas"/.test(one))).toBe(false)
    expect(seen.some((one) => one.includes('"note":"fr"'))).toBe(true)
    expect(seen.some((one) => one.includes('"either":"no"'))).toBe(true)
  })

  it('never show half a value of an enum of a recursive schema', async () => {
    const format = z.object({
      kind: z.enum(['leaf', 'node']),
      get next() {
        return format.optional()
      },
    })
    const value = { kind: 'node', next: { kind: 'node', next: { kind: 'leaf' } } }
    const seen = await all(session([value], 1).instruct('x', { format }).partials)
    const kinds = seen.flatMap((one) => JSON.stringify(one).match(/"kind":"\w*"/g) ?? [])
    expect([...new Set(kinds)]).toEqual(['"kind":"node"', '"kind":"leaf"'])
  })

  it('are those of the value itself, where it has to be wrapped on the wire', async () => {
    const updates = await all(
      session([{ result: ['ab', 'c'] }], 1).instruct('x', { format: z.array(z.string()) }).updates,
    )
    expect(updates.map(({ value }) => value)).toContainEqual(['a'])
    expect(updates.find(({ value }) => JSON.stringify(value) === '["a"]')?.open).toEqual([0])
    expect(states(updates)).toEqual(['open', 'closed', 'validated'])
    const bare = await all(session(['["ab","c"]'], 1).instruct('x', { format: z.array(z.string()) }).partials)
    expect(bare).toContainEqual(['a'])
    const text = await all(
      session([{ result: 'abc' }], 1).instruct('x', { format: z.string().max(5) }).updates,
    )
    expect([...new Set(text.map(({ value }) => value))]).toEqual(['', 'a', 'ab', 'abc'])
  })

  it('of a large array come less often than its deltas, but never later than its end', async () => {
    const numbers = Array.from({ length: 5000 }, (_, index) => index)
    const seen = await all(
      session([{ result: numbers }], 4).instruct('x', { format: z.array(z.number()) }).partials,
    )
    expect(seen.length).toBeGreaterThan(200)
    expect(seen.length).toBeLessThan(5000)
    expect(seen.at(-2)).toEqual(numbers)
    const copied = seen.reduce((sum, one) => sum + one.length, 0)
    expect(copied).toBeLessThanOrEqual(64 * JSON.stringify(numbers).length)
  })

  it('of an answer that is nested too deep are an error that says so', async () => {
    const call = session(['{"a":'.repeat(600)]).instruct('x', {
      format: z.object({ a: z.unknown() }),
      strategy: null,
    })
    await expect(all(call.partials)).rejects.toMatchObject({
      code: 'malformed-reply',
      message: expect.stringContaining('nested more than 512 levels deep'),
    })
  })

  it('can be left: the last reader who goes cancels the call', async () => {
    const backend = new MockBackend([recipe], { chunkSize: 1 })
    const m = new MelleaSession({ backend })
    for await (const update of m.instruct('x', { format: Recipe }).updates)
      if (update.value.name === 'pi') break
    expect(backend.calls[0]?.request.signal.aborted).toBe(true)
  })
})

describe('elements of an array that is written', () => {
  const heroes = [
    { name: 'ada', age: '36' },
    { name: 'bo', age: '7' },
  ]
  const read = [
    { name: 'ADA', age: 36 },
    { name: 'BO', age: 7 },
  ]
  const Hero = z.object({
    name: z.string().transform((name) => name.toUpperCase()),
    age: z.coerce.number<string>(),
  })

  /** The elements, and which of them came before the text was complete. */
  async function elements<T>(
    m: MelleaSession,
    format: Schema<T[]>,
    options = {},
  ): Promise<[all: unknown[], early: number]> {
    // the code of `.elements` is loaded when it is first looked at, and the mock waits for nobody
    await import('../core/object-readers.ts')
    const call = m.instruct('x', { format, ...options })
    const seen: unknown[] = []
    let early = 0
    const reading = (async () => {
      for await (const element of call.elements) seen.push(element)
    })()
    for await (const event of call.events) if (event.type === 'attempt-accepted') early = seen.length
    await reading
    return [seen, early]
  }

  it('are validated and transformed by the schema of an element, one by one', async () => {
    expect(await elements(session([{ result: heroes }]), z.array(Hero).min(2))).toEqual([read, 2])
    const Valid = toStandardJsonSchema(v.array(v.object({ name: v.string(), age: v.string() })))
    expect(await elements(session([{ result: heroes }]), Valid)).toEqual([heroes, 2])
    const items = { type: 'object', properties: { name: { $ref: '#/$defs/name' } }, required: ['name'] }
    const Plain = jsonSchema<{ name: string }[]>({
      type: 'array',
      items,
      $defs: { name: { type: 'string' } },
    })
    // what checks a plain schema is loaded with its first value, and the mock does not wait for that either
    const one: Schema = Reflect.get(Plain, 'element')
    await one['~standard'].validate(heroes[0])
    expect(await elements(session([{ result: heroes }]), Plain)).toEqual([heroes, 2])
  })

  it('are read as arrays of one by a schema that does not give its elements away', async () => {
    const Ages = type({ age: 'string.numeric.parse' }).array().atLeastLength(2)
    const parsed = [
      { age: 36, name: 'ada' },
      { age: 7, name: 'bo' },
    ]
    expect(await elements(session([{ result: heroes }]), Ages as never)).toEqual([parsed, 2])
    const Few = z.array(Hero).max(5).readonly()
    expect(await elements(session([{ result: heroes }]), Few as never)).toEqual([read, 2])
  })

  it('wait for the whole where an array of one says nothing, and are an error where the whole is another', async () => {
    const numbers = z.array(z.number())
    const Both = numbers.refine((list) => list.includes(1) && list.includes(2)).readonly()
    expect(await elements(session([{ result: [1, 2] }]), Both as never)).toEqual([[1, 2], 0])
    const Sorted = numbers.overwrite((list) => list.toSorted((a, b) => a - b)).readonly()
    const call = session([{ result: [2, 1] }]).instruct('x', { format: Sorted })
    await expect(all(call.elements)).rejects.toMatchObject({
      code: 'text-withdrawn',
      message: expect.stringContaining('rearranges'),
    })
  })

  it('are held from the first that its schema does not accept', async () => {
    const Small = z.array(z.number().max(5))
    const [seen, early] = await elements(session(['{"result":[1,2,9,3]}', { result: [1, 2, 4] }]), Small)
    expect([seen, early]).toEqual([[1, 2, 4], 3])
  })

  it('lose the nulls that only strict mode put there', async () => {
    const format = z.array(z.object({ a: z.string().optional() }))
    expect(await elements(session([{ result: [{ a: null }, { a: 'x' }] }]), format)).toEqual([
      [{}, { a: 'x' }],
      2,
    ])
  })

  it('flow past watchers, not before them; never the one that a watcher rejects', async () => {
    const calm = req('calm', { onChunk: (_chunk, soFar) => !soFar.includes('9') || 'a nine' })
    const m = session([{ result: [1, 2, 9] }, { result: [1, 2, 3] }], 100)
    const format = z.array(z.number())
    expect((await elements(m, format, { requirements: [calm] }))[0]).toEqual([1, 2, 3])
  })

  it("are held under release: 'accepted', by a strategy of several at once, and by a requirement on the whole", async () => {
    const script = [{ result: [1] }]
    const format = z.array(z.number())
    const held = [
      { release: 'accepted' as const },
      { requirements: [() => true as const] },
      { strategy: { name: 'own', sample: rejectionSampling().sample } },
    ]
    for (const options of held) expect(await elements(session(script, 1), format, options)).toEqual([[1], 0])
    expect(await elements(session(script, 1), format)).toEqual([[1], 1])
  })
})
