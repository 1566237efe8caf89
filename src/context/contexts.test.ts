import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../core/json.ts'
import { textMessage, type MessagePart, type WireMessage } from '../core/message.ts'
import { ChatContext } from './chat-context.ts'
import { SimpleContext } from './simple-context.ts'

const state = fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined })
const text = fc.string({ unit: 'binary' })
const anyJson = fc.jsonValue() as fc.Arbitrary<Json>
const data = fc.oneof(
  fc.uint8Array(),
  fc.webUrl().map((url) => new URL(url)),
)
const marked = <P extends object>(part: fc.Arbitrary<P>) =>
  fc
    .tuple(part, state, fc.boolean())
    .map(([one, kept, cache]) => ({ ...one, ...(kept && { state: kept }), ...(cache && { cache }) }))

const { part } = fc.letrec<{ part: MessagePart; parts: MessagePart[] }>((tie) => ({
  part: marked(
    fc.oneof(
      { maxDepth: 2 },
      fc.record({ type: fc.constantFrom('text', 'thinking'), text }),
      fc.record({ type: fc.constant('file'), mediaType: fc.constant('image/png'), data }),
      fc.record({ type: fc.constant('tool-call'), id: text, name: text, arguments: text }),
      fc.record({ type: fc.constant('other'), kind: fc.constant('a.b'), value: anyJson }),
      fc.record({ type: fc.constant('tool-result'), id: text, name: text, parts: tie('parts') }),
    ),
  ),
  parts: fc.array(tie('part'), { maxLength: 3 }),
}))
const message = fc
  .tuple(fc.constantFrom('system', 'user', 'assistant', 'tool'), fc.array(part, { maxLength: 4 }), state)
  .map(([role, parts, kept]) => ({ role, parts, ...(kept && { state: kept }) }))

const said = (...lines: readonly string[]): WireMessage[] => {
  const roles = { s: 'system', u: 'user', a: 'assistant', t: 'tool' } as const
  return lines.map((line) => textMessage(roles[line[0] as keyof typeof roles], line))
}
const shown = (ctx: ChatContext): string =>
  ctx
    .view()
    .map(({ parts }) => parts.map((one) => (one.type === 'text' ? one.text : '')).join(''))
    .join(' ')

describe('a context', () => {
  it('comes back from JSON as it was: messages, state, bytes, addresses', () => {
    fc.assert(
      fc.property(
        fc.array(message),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        (messages, windowSize) => {
          const before = ChatContext.from(messages, { windowSize })
          const after = ChatContext.fromJSON(JSON.parse(JSON.stringify(before)))
          expect(after.messages).toEqual(before.messages.map(plain))
          expect([after.windowSize, JSON.stringify(after)]).toEqual([windowSize, JSON.stringify(before)])
          const simple = new SimpleContext().add({ messages })
          expect(SimpleContext.fromJSON(JSON.parse(JSON.stringify(simple))).messages).toEqual(
            messages.map(plain),
          )
        },
      ),
    )
  })

  it('refuses what was not saved by its kind', () => {
    const saved = JSON.parse(JSON.stringify(new ChatContext()))
    const wrong = [
      null,
      5,
      '{}',
      {},
      [],
      { ...saved, mellea: 2 },
      { ...saved, messages: [{}] },
      { ...saved, settings: null },
    ]
    for (const json of wrong) expect(() => ChatContext.fromJSON(json)).toThrow(/no saved chat context/)
    expect(() => SimpleContext.fromJSON(saved)).toThrow(/no saved simple context/)
  })

  it('is never changed: two turns on one make two branches', () => {
    for (const ctx of [new ChatContext(), new SimpleContext()]) {
      const a = ctx.add({ messages: said('u1', 'a1') })
      const b = ctx.add({ messages: said('u2', 'a2') })
      expect([ctx.messages.length, a.messages.length, b.messages.length]).toEqual([0, 2, 2])
      expect([a.fresh().messages, a.fresh().kind]).toEqual([[], a.kind])
    }
  })

  it('keeps the class of a subclass', () => {
    class Loud extends ChatContext {
      override view(): readonly WireMessage[] {
        return [...super.view(), textMessage('system', 'LOUD')]
      }
    }
    class Quiet extends SimpleContext {}
    const loud = new Loud({ windowSize: 1 }).add({ messages: said('u1', 'u2') })
    expect(
      [loud, loud.fresh(), new Quiet().add({ messages: [] }), new Quiet().fresh()].map(
        (one) => one.constructor,
      ),
    ).toEqual([Loud, Loud, Quiet, Quiet])
    expect(shown(loud)).toBe('u2 LOUD')
    expect(loud.fresh().windowSize).toBe(1)
  })
})

describe('a window', () => {
  it('shows the latest messages, all system messages, and begins with a question', () => {
    const windows = [
      [said('s0', 'u1', 'a2', 'u3'), 1, 's0 u3'],
      [said('s0', 'u1', 'a2', 'u3'), 2, 's0 u3'],
      [said('s0', 'u1', 'a2', 'u3'), 3, 's0 u1 a2 u3'],
      [said('s1', 's2', 'u2', 'u3'), 1, 's1 s2 u3'],
      [said('u1', 's9', 'u2', 'u3'), 2, 's9 u2 u3'],
      [said('u1', 'a1', 't1', 'a2', 'u2'), 3, 'u2'],
      [said('u1', 'a1', 't1', 'a2'), 2, 't1 a2'],
    ] as const
    for (const [messages, windowSize, expected] of windows)
      expect(shown(ChatContext.from(messages, { windowSize }))).toBe(expected)
  })

  it('hides, and does not forget', () => {
    const ctx = ChatContext.from(said('u1', 'a1', 'u2', 'a2'), { windowSize: 2 })
    expect([ctx.view().length, ctx.messages.length]).toEqual([2, 4])
    for (const windowSize of [0, -1, 1.5, Number.NaN])
      expect(() => new ChatContext({ windowSize })).toThrow(/whole number above 0/)
  })
})

describe('ChatContext.from', () => {
  it('takes messages in short or whole, and gives them back', () => {
    const whole = said('u1', 'a1')
    const short = [{ role: 'user', content: 'u1' } as const, { role: 'assistant', content: 'a1' } as const]
    expect(ChatContext.from(short).messages).toEqual(whole)
    expect(ChatContext.from(ChatContext.from(whole).messages).messages).toEqual(whole)
  })

  it('refuses what is no message', () => {
    for (const wrong of [
      { role: 'user' },
      { role: 'robot', content: 'x' },
      null,
      'x',
      { role: 'user', parts: 'x' },
    ])
      expect(() => ChatContext.from([wrong as never])).toThrow(/a message is \{ role, content \}/)
  })
})

/** JSON has no negative zero. */
function plain(one: WireMessage): WireMessage {
  const clean = (value: unknown): unknown => {
    if (Object.is(value, -0)) return 0
    if (value instanceof Uint8Array || value instanceof URL || typeof value !== 'object' || value === null)
      return value
    if (Array.isArray(value)) return value.map(clean)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clean(each)]))
  }
  return clean(one) as WireMessage
}
