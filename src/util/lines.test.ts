import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineDecoder } from './lines.ts'

const utf8 = new TextEncoder()

/** What comes out when `text` arrives in pieces of these sizes, over and over. */
function read(text: string, sizes: readonly number[]): string[] {
  const decoder = lineDecoder()
  const bytes = utf8.encode(text)
  const lines: string[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    lines.push(...decoder.push(bytes.slice(at, at + size)))
    at += size
  }
  return [...lines, ...decoder.end()]
}

const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 })

it('does not care where the bytes are cut', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\uFEFF]/g, ''))
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r'))), cuts, (lines, sizes) => {
      // a CR that an empty line's LF follows is one end, not two
      const text = lines.map(([each, end]) => `x${each}${end}`).join('')
      expect(read(text, sizes)).toEqual(lines.map(([each]) => `x${each}`))
    }),
  )
})

it('says the same in one piece and in single bytes', () => {
  const text = fc.array(fc.constantFrom('\r', '\n', 'a', 'é', '🙂')).map((all) => all.join(''))
  fc.assert(
    fc.property(text, cuts, (all, sizes) => {
      expect(read(all, sizes)).toEqual(read(all, [10_000]))
    }),
  )
})

it('gives the last line without an end, and no line for an end', () => {
  expect(read('a\nb', [2])).toEqual(['a', 'b'])
  expect(read('a\nb\n', [2])).toEqual(['a', 'b'])
  expect(read('', [1])).toEqual([])
})

it('leaves a byte order mark out', () => {
  expect(read('\uFEFFa\n', [1])).toEqual(['a'])
})

it('joins the pieces of a long line once', () => {
  const decoder = lineDecoder()
  const piece = utf8.encode('x'.repeat(100))
  for (let count = 0; count < 20_000; count++) expect(decoder.push(piece)).toHaveLength(0)
  expect(decoder.push(utf8.encode('\n'))[0]).toHaveLength(2_000_000)
})
