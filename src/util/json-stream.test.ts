import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JsonStream } from './json-stream.ts'

const container = fc.oneof(
  fc.array(fc.jsonValue({ noUnicodeString: false })),
  fc.dictionary(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '')),
    fc.jsonValue(),
  ),
)
/** A text, and where it is cut. */
const cutJson = fc.tuple(
  container,
  fc.constantFrom(undefined, 1, '\t'),
  fc.array(fc.nat(12), { minLength: 1 }),
)

function pieces(text: string, sizes: readonly number[]): string[] {
  const parts: string[] = []
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = 1 + (sizes[i % sizes.length] ?? 0)
    parts.push(text.slice(at, at + size))
    at += size
  }
  return parts
}

/** Whether `later` is what `earlier` may have grown into. */
function extendsIt(earlier: unknown, later: unknown): boolean {
  if (typeof earlier === 'string') return typeof later === 'string' && later.startsWith(earlier)
  if (typeof earlier !== 'object' || earlier === null) return Object.is(earlier, later)
  if (Array.isArray(earlier) !== Array.isArray(later)) return false
  return Object.entries(earlier).every(([key, value]) =>
    extendsIt(value, Object.getOwnPropertyDescriptor(later, key)?.value),
  )
}

describe('JSON that is still being written', () => {
  it('comes to the value that was meant, wherever it is cut; what was shown grows and never changes', () => {
    fc.assert(
      fc.property(cutJson, ([value, indent, sizes]) => {
        const text = JSON.stringify(value, undefined, indent)
        const stream = new JsonStream()
        const seen: { value: unknown; text: string }[] = []
        for (const piece of pieces(text, sizes)) {
          if (!stream.push(piece)) continue
          const shown = stream.value
          expect(extendsIt(seen.at(-1)?.value ?? shown, shown)).toBe(true)
          seen.push({ value: shown, text: JSON.stringify(shown) })
        }
        expect(stream.done).toBe(true)
        expect(JSON.stringify(stream.value)).toBe(JSON.stringify(JSON.parse(text)))
        expect(seen.every((one) => JSON.stringify(one.value) === one.text)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('copies nothing when nobody looks: the work grows with the text', () => {
    const steps = (elements: number): number => {
      const spy = vi.spyOn(Object, 'defineProperty')
      const stream = new JsonStream()
      const text = JSON.stringify(Array.from({ length: elements }, (_, id) => ({ id, name: 'somebody' })))
      for (const piece of pieces(text, [3])) stream.push(piece)
      const counted = spy.mock.calls.length
      spy.mockRestore()
      return counted
    }
    expect(steps(2000)).toBeLessThanOrEqual(2.05 * steps(1000))
  })

  it('reaches nobody through __proto__', () => {
    const stream = new JsonStream()
    stream.push('{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(Object.getPrototypeOf(stream.value)).toBe(Object.prototype)
    expect(JSON.stringify(stream.value)).toBe('{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
  })

  it('begins after what stands before it, and ends where it ends', () => {
    const stream = new JsonStream()
    stream.push('Sure!\n```json\n{"a":1}\n``` and more {')
    expect([stream.done, stream.value]).toEqual([true, { a: 1 }])
  })

  it('keeps the last that made sense of what is malformed', () => {
    for (const text of ['{"a":[1,nonsense,2]}', '{"a":[1}, 2]']) {
      const stream = new JsonStream()
      stream.push(text)
      expect([stream.done, stream.value]).toEqual([false, { a: [1] }])
    }
  })
})
