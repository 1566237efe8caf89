import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RepeatedFrame } from './repeated-frame.ts'

const frame = (content: string, more: object = {}): string =>
  JSON.stringify({ id: 'c-1', choices: [{ index: 0, delta: { content }, finish_reason: null }], ...more })

function known(...others: string[]): RepeatedFrame {
  const repeated = new RepeatedFrame('content', others)
  repeated.learn(frame('a', { obfuscation: 'x1' }), 'a')
  return repeated
}

it('reads what differs only in its holes, and nothing else', () => {
  const repeated = known('obfuscation')
  expect(repeated.read(frame(' fox', { obfuscation: '' }))).toBe(' fox')
  expect(repeated.read(frame('', { obfuscation: 'abc' }))).toBe('')
  expect(repeated.read(frame(' fox'))).toBeUndefined()
  expect(repeated.read(frame(' fox', { obfuscation: 1 }))).toBeUndefined()
  expect(repeated.read(`${frame(' fox', { obfuscation: '' })} `)).toBeUndefined()
  expect(known().read(frame(' fox', { obfuscation: 'x2' }))).toBeUndefined()
  expect(new RepeatedFrame('content').read(frame('a'))).toBeUndefined()
})

it('learns no frame whose member is not the only one of its name, or is spelled with escapes', () => {
  for (const [learnt, text] of [
    [frame('a', { content: 'a' }), 'a'],
    [frame('"'), '"'],
    [frame('\n'), '\n'],
    [frame('a'), 'b'],
    ['{"text":"a"}', 'a'],
  ] as const) {
    const repeated = new RepeatedFrame('content')
    repeated.learn(learnt, text)
    expect(repeated.read(learnt)).toBeUndefined()
  }
})

it('never reads anything but what JSON.parse reads, whatever is learnt and whatever comes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', 'content', ':', '{', '\n', 'é', '😀', ',') })
  const some = fc.record({ text, id: text, obfuscation: text, isSame: fc.boolean() })
  fc.assert(
    fc.property(some, some, (a, b) => {
      const repeated = new RepeatedFrame('content', ['obfuscation'])
      const first = frame(a.text, { id: a.id, obfuscation: a.obfuscation })
      repeated.learn(first, a.text)
      const next = frame(b.text, { id: b.isSame ? a.id : b.id, obfuscation: b.obfuscation })
      const read = repeated.read(next)
      const parsed: { choices: { delta: { content: string } }[] } = JSON.parse(next)
      expect([undefined, parsed.choices[0]?.delta.content]).toContain(read)
    }),
    { numRuns: 2000 },
  )
})
