import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenText } from './token-text.ts'

/** A vocabulary whose tokens are bytes. */
const bytesToText = (tokens: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(tokens))

function pushAll(tokens: readonly number[]): readonly string[] {
  const text = new TokenText(bytesToText)
  return [...tokens.map((token) => text.push(token)), text.end()]
}

describe('text out of tokens', () => {
  it('never shows a part of a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\uFFFD')),
        (whole) => {
          const pieces = pushAll([...new TextEncoder().encode(whole)])
          expect(pieces.join('')).toBe(whole)
          expect(pieces.filter((piece) => piece.includes('\uFFFD'))).toEqual([])
        },
      ),
    )
  })

  it('is the same as all of it at once, also where the bytes make no text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 30 }), (tokens) => {
        expect(pushAll(tokens).join('')).toBe(bytesToText(tokens))
      }),
    )
  })

  it('does not wait for ever for a character that never comes', () => {
    const pieces = pushAll(Array.from({ length: 200 }, () => 0xff))
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(3)
  })

  it('tells the tokenizer what came before', () => {
    const seen: (readonly number[])[] = []
    const text = new TokenText((tokens, before) => {
      seen.push(before)
      return tokens.join()
    })
    text.push(1)
    text.push(2)
    expect(seen).toEqual([[], [1]])
  })
})
