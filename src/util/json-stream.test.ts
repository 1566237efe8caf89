import { describe, expect, it, vi } from 'vitest'
import { chance, randomJson, randomPieces } from '../../test/random-json.ts'
import { JsonStream, type JsonPath } from './json-stream.ts'

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

function read(pieces: readonly string[], options = {}): JsonStream {
  const stream = new JsonStream(options)
  for (const piece of pieces) stream.push(piece)
  return stream
}

/** Also the order of the keys, `-0`, and `__proto__`. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return Object.is(one, other)
  const [mine, theirs] = [Object.keys(one), Object.keys(other)]
  return (
    Array.isArray(one) === Array.isArray(other) &&
    Object.getPrototypeOf(one) === Object.getPrototypeOf(other) &&
    mine.join('\n') === theirs.join('\n') &&
    mine.every((key) => isSame(own(one, key), own(other, key)))
  )
}

/** Whether `later` is what `earlier` may have grown into. */
function isGrown(earlier: unknown, later: unknown): boolean {
  if (typeof earlier === 'string') return typeof later === 'string' && later.startsWith(earlier)
  if (typeof earlier !== 'object' || earlier === null) return Object.is(earlier, later)
  if (Array.isArray(earlier) !== Array.isArray(later)) return false
  return Object.entries(earlier).every(([key, value]) => isGrown(value, own(later, key)))
}

function own(target: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(target), key)?.value
}

describe('JSON that is still being written', () => {
  it(`5,000 random documents, cut at random, come to what JSON.parse makes of them (SEED=${seed})`, () => {
    const next = chance(seed)
    const wrong: string[] = []
    for (let run = 0; run < 5000; run++) {
      const text = randomJson(next)
      const stream = read(randomPieces(text, next))
      if (!isSame(stream.snapshot(), JSON.parse(text)) || !stream.done || stream.length !== text.length)
        wrong.push(`${text}: ${stream.problem}`)
    }
    expect(wrong).toEqual([])
  })

  it(`is exactly as strict as JSON.parse, whatever is wrong with a document (SEED=${seed})`, () => {
    const next = chance(seed + 1)
    const wrong: string[] = []
    const noise = ['nul', 'True', '\u0001', ...Array.from('{}[]",:0-9.eE+tfn\\u\n ')]
    for (let run = 0; run < 5000; run++) {
      const good = randomJson(next, 2)
      const at = Math.floor(next() * good.length)
      const more = next() < 0.3 ? '' : (noise[Math.floor(next() * noise.length)] ?? '')
      const text = good.slice(0, at) + more + good.slice(at + Math.floor(next() * 2))
      if (!/^[[{]/.test(text)) continue
      const stream = read(randomPieces(text, next))
      const whole = parsed(text)
      // what follows a whole value is not read: then its beginning is one
      const fits = stream.done ? whole === undefined || isSame(stream.snapshot(), whole) : whole === undefined
      const isBeginning = !stream.done || whole !== undefined || beginningParses(text)
      if (!fits || !isBeginning) wrong.push(`${text}: ${stream.problem}`)
    }
    expect(wrong).toEqual([])
  })

  it(`is shown in snapshots that grow, never change, and share what is closed (SEED=${seed})`, () => {
    const next = chance(seed + 2)
    const wrong: unknown[] = []
    for (let run = 0; run < 500; run++) {
      const text = randomJson(next).replaceAll(
        /"(?:a|b|name||0|12|constructor|__proto__|a\.b|é🌊)"(?=\s*:)/g,
        once(),
      )
      const stream = new JsonStream()
      const seen: { value: unknown; text: string }[] = []
      for (const piece of randomPieces(text, next)) {
        stream.push(piece)
        const value = stream.snapshot()
        const earlier = seen.at(-1)?.value ?? value
        if (!isGrown(earlier, value)) wrong.push([text, earlier, value])
        seen.push({ value, text: JSON.stringify(value) })
      }
      if (seen.some((one) => JSON.stringify(one.value) !== one.text)) wrong.push([text, 'changed'])
    }
    expect(wrong).toEqual([])
    const [first, second] = ['{"a":[{"b":1},2', ',3'].map(
      ((stream) => (piece: string) => {
        stream.push(piece)
        return stream.snapshot()
      })(new JsonStream()),
    )
    expect(own(own(first, 'a'), '0')).toBe(own(own(second, 'a'), '0'))
  })

  it('says what is still being written, and every value as it closes', () => {
    const closed: [unknown, JsonPath, number][] = []
    const stream = new JsonStream({ onClose: (value, path, start) => closed.push([value, [...path], start]) })
    const paths = ['{"a":[1,{"b":"x', 'y"', '},"z', '"],', '"c":tru', 'e}'].map((piece) => {
      stream.push(piece)
      return stream.openPath
    })
    expect(paths).toEqual([['a', 1, 'b'], ['a', 1], ['a', 2], [], [], undefined])
    expect(closed).toEqual([
      [1, ['a', 0], 6],
      ['xy', ['a', 1, 'b'], 13],
      [{ b: 'xy' }, ['a', 1], 8],
      ['z', ['a', 2], 19],
      [[1, { b: 'xy' }, 'z'], ['a'], 5],
      [true, ['c'], 28],
      [{ a: [1, { b: 'xy' }, 'z'], c: true }, [], 0],
    ])
  })

  it('shows no half of a character, no half of a number, and no half of a key', () => {
    const shown = ['{"a":"\ud83c', '\udf0a\\ud8', '3c', '\\udf0a","b":1', '2,"c', '":fal', 'se}'].map(
      ((stream) => (piece: string) => {
        stream.push(piece)
        return JSON.stringify(stream.snapshot())
      })(new JsonStream()),
    )
    expect(shown.slice(0, 4)).toEqual(['{"a":""}', '{"a":"🌊"}', '{"a":"🌊"}', '{"a":"🌊🌊"}'])
    expect(shown.slice(4)).toEqual([
      '{"a":"🌊🌊","b":12}',
      '{"a":"🌊🌊","b":12}',
      '{"a":"🌊🌊","b":12,"c":false}',
    ])
  })

  it('copies nothing when nobody looks', () => {
    const slices = vi.spyOn(Array.prototype, 'slice')
    read(['{"list":[', ...Array.from({ length: 1000 }, (_, id) => `{"id":${id}},`), '0]}'])
    const count = slices.mock.calls.length
    slices.mockRestore()
    expect(count).toBe(0)
  })

  it('says what a snapshot costs: what is open, not what is closed', () => {
    const stream = read(['{"a":[', ...Array.from({ length: 1000 }, () => '{"b":1,"c":2},')])
    expect(stream.weight).toBe(8 + 1000)
    stream.push('{"b":3')
    stream.push(',')
    expect(stream.weight).toBe(8 + 1001 + 8)
    stream.push('"c":4}]')
    expect(stream.weight).toBe(8)
  })

  it('reaches nobody through __proto__', () => {
    const text = '{"__proto__":{"polluted":true},"a":{"__proto__":1}}'
    for (const cut of [12, 30, 45, text.length]) {
      const stream = read([text.slice(0, cut)])
      expect(Object.getPrototypeOf(stream.snapshot())).toBe(Object.prototype)
      expect(Object.keys(Object(stream.snapshot()))[0] ?? '__proto__').toBe('__proto__')
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('takes depth that overflows no stack, and says where it is too deep', () => {
    const deep = read(['[[{"a":[['.repeat(100_000)])
    expect(deep.problem).toBe('is nested more than 512 levels deep, at character 920')
    expect(read([`${'['.repeat(512)}1${']'.repeat(512)}`]).done).toBe(true)
    const deeper = read([`${'['.repeat(100_000)}1${']'.repeat(100_000)}`], { maxDepth: 100_000 })
    expect([deeper.done, deeper.problem]).toEqual([true, undefined])
  })
})

describe('what stands around JSON', () => {
  const value = (...pieces: string[]): unknown => {
    const stream = read(pieces)
    return stream.done ? stream.snapshot() : { notDone: stream.snapshot() }
  }

  it('is skipped: words before it, fences, and what follows', () => {
    expect(value('Sure!\n```json\n{"a":1}\n``` and more {')).toEqual({ a: 1 })
    expect(value('Here: {"a":[1]} and more [2]')).toEqual({ a: [1] })
    expect(value('```', '\n[1]\n', '```\n```\n[2]')).toEqual([1])
    expect(value('"{\\"a\\":1}')).toEqual({ notDone: {} })
  })

  it('may look like JSON: what stands in the first fence is meant', () => {
    expect(value('As [1] says of {name}:\n``', '`json\n{"a":2}\n```')).toEqual({ a: 2 })
    expect(value('{name} is `{"b":1}`:\n```\n{"a":2}\n```')).toEqual({ a: 2 })
    expect(value('{"a":"```", "b":1}')).toEqual({ a: '```', b: 1 })
  })

  it('keeps the last that made sense of what is malformed', () => {
    for (const text of ['{"a":[1,nonsense,2]}', '{"a":[1}, 2]', '{"a":[1,]}', '{"a":[1,"\n"]}'])
      expect(value(text)).toEqual({ notDone: { a: [1] } })
    expect(read(['{"a":01}']).problem).toBe('has a malformed number, at character 5')
  })

  it('is nothing where a text is cut off', () => {
    expect(value('{"a":[1,"be')).toEqual({ notDone: { a: [1, 'be'] } })
    expect(value('no JSON at all')).toEqual({ notDone: undefined })
  })
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function beginningParses(text: string): boolean {
  return Array.from({ length: text.length }, (_, at) => text.slice(0, at)).some(
    (one) => parsed(one) !== undefined,
  )
}

/** Gives every key a number, so that none comes twice. */
function once(): (key: string) => string {
  let count = 0
  return (key) => `"${key.slice(1, -1)}#${(count += 1)}"`
}
