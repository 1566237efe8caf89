import { describe, expect, it } from 'vitest'
import { MelleaSession } from '../session/mellea-session.ts'
import { MockBackend, type MockAnswer } from '../testing/mock-backend.ts'
import { MBRDRougeLStrategy, mbrd } from './mbrd.ts'

const texts = [
  'The cat sat on a mat.',
  'Dogs bark.',
  'A cat was sitting on the mat.',
  'The cat sat on the mat.',
]
const make = (...script: readonly MockAnswer[]) => {
  const backend = new MockBackend(script)
  return { backend, m: new MelleaSession({ backend }) }
}

describe('mbrd', () => {
  it('takes the answer that has most words in common with the others', async () => {
    const out = await make(...texts).m.instruct('x', { strategy: mbrd({ n: 4 }) })
    expect(out.text).toBe('The cat sat on the mat.')
    const same = await make(...texts).m.instruct('x', {
      strategy: new MBRDRougeLStrategy({ numberOfSamples: 4 }),
    })
    expect(same.text).toBe(out.text)
  })

  it("compares by meaning, with vectors of the call's backend or of another, on the books of the call", async () => {
    const vectors: Readonly<Record<string, readonly number[]>> = { a: [1, 0], b: [0, 1], c: [1, 1] }
    const backend = new MockBackend(['a', 'b', 'c'], { vector: (text) => vectors[text] ?? [] })
    const out = await new MelleaSession({ backend }).instruct('x', {
      strategy: mbrd({ n: 3, metric: 'embedding' }),
    })
    expect(out.text).toBe('c')
    expect(backend.embeds).toHaveLength(1)
    expect(out.ledger.rows.map(({ purpose }) => purpose)).toEqual(['draft', 'draft', 'draft', 'embed'])

    const other = new MockBackend([], { vector: (text) => vectors[text] ?? [] })
    const embedding = { backend: other, modelId: 'embeddinggemma' }
    const strategy = mbrd({ n: 3, metric: { embedding } })
    expect((await make('a', 'b', 'c').m.instruct('x', { strategy })).text).toBe('c')
    expect(other.embeds[0]?.modelId).toBe('embeddinggemma')
  })

  it('lets a model judge each pair, on the account of the judge', async () => {
    const judge = new MockBackend([{ score: 2 }, { score: 9 }, { score: 1 }], { modelId: 'judge' })
    const strategy = mbrd({ n: 3, metric: { judge: 'Do they agree?', backend: judge } })
    const out = await make('a', 'b', 'c').m.instruct('x', { strategy })
    // a-b 2, a-c 9, b-c 1
    expect(out.text).toBe('a')
    expect(judge.calls[0]?.prompt).toContain('Do they agree?')
    expect(out.ledger.rows.filter(({ purpose }) => purpose === 'judge')).toHaveLength(3)
  })

  it('takes a judge that gives no number for one that sees nothing alike', async () => {
    const judge = new MockBackend(['What?', '10', 'No idea.'])
    const strategy = mbrd({ n: 3, metric: { judge: 'Do they agree?', backend: judge } })
    expect((await make('a', 'b', 'c').m.instruct('x', { strategy })).text).toBe('a')
  })

  it('compares by a function, which gets values', async () => {
    const strategy = mbrd<string>({
      n: 3,
      metric: (one, other) => -Math.abs(one.value.length - other.value.length),
    })
    expect((await make('a', 'bbbbb', 'cc').m.instruct('x', { strategy })).text).toBe('cc')
    const broken = mbrd({ n: 2, metric: () => Number.NaN })
    await expect(make('a', 'b').m.instruct('x', { strategy: broken })).rejects.toThrow(
      /metric must give a number/,
    )
  })

  it('refuses options that cannot mean anything', () => {
    expect(() => mbrd({ n: 0 })).toThrow(/mbrd: n/)
    // @ts-expect-error  no such metric
    expect(() => mbrd({ metric: 'bleu' })).toThrow(/metric is 'rougeL'/)
    expect(() => new MBRDRougeLStrategy({ n: 0 })).toThrow(/mbrd: n/)
  })
})
