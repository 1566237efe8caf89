import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ThoughtText } from './thought-text.ts'

const text = fc
  .array(fc.constantFrom('<think>', '</think>', '<thinking>', 'a < b', '<', '</', 'x', '\n', '<b>', 'thin'))
  .map((parts) => parts.join(''))

it('takes out the marks around thoughts, wherever the text is cut', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
      const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].toSorted((a, b) => a - b)
      const pieces = [0, ...places].map((from, index) => whole.slice(from, places[index] ?? whole.length))
      const thought = new ThoughtText()
      const said = pieces.map((piece) => thought.add(piece)).join('') + thought.end()
      expect(said).toBe(thought.whole)
      expect(said).not.toMatch(/<\/?think(ing)?>/)
      expect(whole.replaceAll(/<\/?think(ing)?>/g, '').replaceAll(/[<>]/g, '').length).toBeGreaterThanOrEqual(
        said.replaceAll(/[<>]/g, '').length,
      )
    }),
  )
})

it('passes on what is no mark as it comes', () => {
  const thought = new ThoughtText()
  expect([
    thought.add('1 <'),
    thought.add(' 2 <th'),
    thought.add('ink>'),
    thought.add('so'),
    thought.end(),
  ]).toEqual(['1 ', '< 2 ', '', 'so', ''])
})
