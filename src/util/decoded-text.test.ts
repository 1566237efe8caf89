import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodedText } from './decoded-text.ts'

describe('the text of pieces', () => {
  it('is the same wherever the bytes are cut, also within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat({ max: 40 })), (text, cuts) => {
        const bytes = new TextEncoder().encode(text)
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end))
        expect(decodedText(pieces)).toBe(new TextDecoder().decode(bytes))
      }),
    )
  })

  it('is empty without any', () => {
    expect(decodedText([])).toBe('')
  })
})
