import { expect, it } from 'vitest'
import { ndjsonDecoder } from './ndjson.ts'

it('gives the text of each value, and leaves empty lines out', () => {
  const decoder = ndjsonDecoder()
  const lines = decoder.push(new TextEncoder().encode('{"a":1}\n\n  \r\n{"b":2}\n{"c":'))
  expect([...lines, ...decoder.end()]).toEqual(['{"a":1}', '{"b":2}', '{"c":'])
})
