import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lenientJson } from './lenient-json.ts'

const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => typeof value === 'object' && value !== null)
/** As JSON can hold it: no negative zero. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('lenientJson', () => {
  it('reads JSON as JSON.parse does, whatever stands around it', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        expect(lenientJson(text)).toEqual(plain(value))
        expect(lenientJson(`Sure:\n\`\`\`json\n${text}\n\`\`\`\nDone.`)).toEqual(plain(value))
        expect(lenientJson(text + text)).toEqual(plain(value))
      }),
    )
  })

  it('never reads the beginning of a text or a number as all of it', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, number) => {
        for (const whole of [{ text }, { number: number + 10 }, [text], [number + 10]]) {
          const written = JSON.stringify(whole)
          const empty = Array.isArray(whole) ? '[]' : '{}'
          for (let length = 1; length < written.length; length++) {
            const read = lenientJson(written.slice(0, length))
            expect([undefined, written, empty]).toContain(read && JSON.stringify(read))
          }
        }
      }),
    )
  })

  it.each([
    ['commas before brackets', '{"a":[1,2,],}', { a: [1, 2] }],
    ['single quotes', `{'a':'it is "so"'}`, { a: 'it is "so"' }],
    ['keys without quotes', '{city: "Paris", is_cold: true}', { city: 'Paris', is_cold: true }],
    ['the words of Python', '{"a":True,"b":False,"c":None}', { a: true, b: false, c: null }],
    ['line breaks inside of texts', '{"code":"a\n\tb"}', { code: 'a\n\tb' }],
    [
      'escapes that JSON has not',
      String.raw`{"p":"C:\dir","q":'it\'s',"u":"\u00e9"}`,
      { p: String.raw`C:\dir`, q: "it's", u: 'é' },
    ],
    ['numbers as people write them', '{"a":+1,"b":.5,"c":2.,"d":-1e3}', { a: 1, b: 0.5, c: 2, d: -1000 }],
    ['brackets too many', '{"a":{"b":1}}}', { a: { b: 1 } }],
    ['brackets too few', '{"a":{"b":"c"', { a: { b: 'c' } }],
    ['keys of prototypes', '{"__proto__":{"a":1}}', JSON.parse('{"__proto__":{"a":1}}')],
  ])('puts right %s', (_, text, value) => {
    expect(lenientJson(text)).toEqual(value)
  })

  it.each([
    ['a text that was cut off', '{"city":"Par'],
    ['a number that may have been cut off', '{"days":1'],
    ['a number that may be a text', '{"zip":007}'],
    ['quotes inside of a text', '{"a":"he said "hi" to me"}'],
    ['two values', '{"a":1}{"a":2}'],
    ['a word that is no value', '{"a":maybe}'],
    ['a member without a comma', '{"a":1 "b":2}'],
    ['a key without a value', '{"a"}'],
    ['a broken escape', '{"a":"\\u12"}'],
    ['no JSON', 'Paris, please.'],
    ['too many levels', '['.repeat(600)],
  ])('does not guess %s', (_, text) => {
    expect(lenientJson(text)).toBeUndefined()
  })

  it('takes linear time', () => {
    const long = `{"a":"${'x'.repeat(200_000)}",'b':[${'1,'.repeat(50_000)}]}`
    expect(lenientJson(long)).toHaveProperty('b')
  })
})
