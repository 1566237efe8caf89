import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonReader, type JsonFault } from './json-reader.ts'

function read(pieces: readonly string[]): {
  readonly fault: JsonFault | undefined
  readonly reader: JsonReader
} {
  const reader = new JsonReader()
  let fault: JsonFault | undefined
  for (const piece of pieces) fault ??= reader.push(piece)
  return { fault: fault ?? reader.end(), reader }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const signs = Array.from('{}[]:,"\\ \n0123456789-+.eEtruefalsn/bu\u0001x😀')

describe('reading JSON in pieces', () => {
  it('accepts what JSON.parse accepts, as the same value, wherever it is cut', () => {
    const wild = fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((some) => some.join(''))
    const valid = fc
      .tuple(fc.json(), fc.constantFrom(0, 2))
      .map(([text, space]) => JSON.stringify(JSON.parse(text), null, space))
    const broken = fc.tuple(valid, fc.nat(), fc.constantFrom(...signs)).map(([text, at, sign]) => {
      const place = at % (text.length + 1)
      return text.slice(0, place) + sign + text.slice(place + 1)
    })
    fc.assert(
      fc.property(fc.oneof(wild, valid, broken), fc.nat(), (text, cut) => {
        const place = cut % (text.length + 1)
        const { fault, reader } = read([text.slice(0, place), text.slice(place)])
        const known = parsed(text)
        expect(fault ? undefined : { value: reader.value }, text).toEqual(known)
      }),
      { numRuns: 3000 },
    )
  })

  it('says where it goes wrong, and what should be there', () => {
    for (const [text, line, column, found, expected] of [
      ['Here: {}', 1, 1, 'H', 'a value'],
      ['{\n  "a": 1,\n  b: 2}', 3, 3, 'b', 'a key in quotes'],
      ['{"a" 1}', 1, 6, '1', '":"'],
      ['[1 2]', 1, 4, '2', '"," or the closing bracket'],
      ['[1,]', 1, 4, ']', 'a value'],
      ['[01]', 1, 2, '01', 'a number'],
      ['{} x', 1, 4, 'x', 'nothing more'],
      ['{"a": tru', 1, 10, undefined, 'the rest of the value'],
      ['{"a": [1', 1, 9, undefined, '"," or the closing bracket'],
      ['["\\x"]', 1, 4, 'x', 'one of "\\/bfnrtu after a backslash'],
      ["{'a': 1}", 1, 2, "'", 'a key in quotes or "}"'],
      ['', 1, 1, undefined, 'a value'],
    ] as const)
      expect(read([text]).fault, text).toEqual({ line, column, found, expected })
  })

  it('tells every value when it is complete, with its place', () => {
    const told: unknown[] = []
    const reader = new JsonReader((path, value) => told.push([path.join('.'), value]))
    reader.push('{"a": [1, {"b": nul')
    expect(told).toEqual([['a.0', 1]])
    reader.push('l}], "__proto__": 2}')
    expect(told.slice(1)).toEqual([
      ['a.1.b', null],
      ['a.1', { b: null }],
      ['a', [1, { b: null }]],
      ['__proto__', 2],
      ['', JSON.parse('{"a": [1, {"b": null}], "__proto__": 2}')],
    ])
  })
})
