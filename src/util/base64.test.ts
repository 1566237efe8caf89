import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBase64 } from './base64.ts'

it('encodes any bytes, also from the middle of a buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(5), (bytes, skip) => {
      const part = bytes.subarray(skip)
      expect(toBase64(part)).toBe(Buffer.from(part).toString('base64'))
    }),
  )
})
