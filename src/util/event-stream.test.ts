import { crc32 as nodeCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventMessage } from '../../test/event-message.ts'
import { crc32 } from './crc32.ts'
import { eventStreamDecoder } from './event-stream.ts'

it('checks as zip does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(crc32(bytes)).toBe(nodeCrc32(bytes))
    }),
  )
})

it('reads the same messages wherever the bytes are cut', () => {
  const message = fc.record({
    headers: fc.dictionary(fc.stringMatching(/^[:a-z-]{1,20}$/), fc.string({ maxLength: 30 }), {
      noNullPrototype: true,
    }),
    payload: fc.string(),
  })
  const property = fc.property(fc.array(message), fc.integer({ min: 1, max: 50 }), (messages, size) => {
    const bytes = Buffer.concat(messages.map(({ headers, payload }) => eventMessage(headers, payload)))
    const decoder = eventStreamDecoder()
    const read = []
    for (let at = 0; at < bytes.length; at += size) read.push(...decoder.push(bytes.subarray(at, at + size)))
    expect([...read, ...decoder.end()]).toEqual(
      messages.map(({ headers, payload }) => ({ headers, payload: utf8(payload) })),
    )
  })
  fc.assert(property, { numRuns: 60 })
})

it('shows what is no such stream, and gives nothing of a message that broke off or was changed', () => {
  const decoder = eventStreamDecoder()
  expect(decoder.push(Buffer.from('<html>No model lives here.</html>'))).toEqual([])
  expect(decoder.end()).toEqual([{ headers: {}, payload: '<html>No model lives here.</html>' }])
  const whole = eventMessage({ ':event-type': 'x' }, '{}')
  const half = eventStreamDecoder()
  expect([...half.push(whole.subarray(0, -3)), ...half.end()]).toEqual([])
  const changed = Uint8Array.from(whole)
  changed[changed.length - 6] = 0x21
  const broken = eventStreamDecoder()
  expect(broken.push(changed)).toEqual([])
  expect(broken.end()[0]?.headers).toEqual({})
})

function utf8(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text))
}
