import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeTensor } from './encode-tensor.ts'
import { halfFloat } from './half-float.ts'

function toNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

describe('half precision', () => {
  it.each([0, -0, 1, -2, 0.5, 65504, 2 ** -14, 2 ** -24, Infinity])('keeps %s', (value) => {
    expect(toNumber(halfFloat(value))).toBe(value)
  })

  it('is as near as its eleven bits allow', () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const error = Math.abs(toNumber(halfFloat(value)) - value)
        expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25))
      }),
    )
  })
})

describe('eight-bit blocks', () => {
  it('stay within half a step of each value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 32, maxLength: 32 }),
        (values) => {
          const bytes = encodeTensor('q8_0', new Float32Array(values))
          const view = new DataView(bytes.buffer)
          const scale = toNumber(view.getUint16(0, true))
          const step = Math.max(...values.map(Math.abs)) / 127
          for (const [index, value] of values.entries())
            expect(Math.abs(view.getInt8(2 + index) * scale - value)).toBeLessThanOrEqual(step * 0.6 + 1e-4)
        },
      ),
    )
  })

  it('refuse what does not fill a block', () => {
    expect(() => encodeTensor('q8_0', new Float32Array(33))).toThrow(RangeError)
  })
})
