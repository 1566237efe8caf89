import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sseDecoder, type ServerSentEvent } from './sse.ts'

const utf8 = new TextEncoder()

function read(text: string, size = 10_000): ServerSentEvent[] {
  const decoder = sseDecoder()
  const bytes = utf8.encode(text)
  const events: ServerSentEvent[] = []
  for (let at = 0; at < bytes.length; at += size) events.push(...decoder.push(bytes.slice(at, at + size)))
  return [...events, ...decoder.end()]
}

it('reads the events of the standard', () => {
  expect(read('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual([{ event: 'message', data: 'YHOO\n+2\n10' }])
  expect(read(': a comment\n\ndata: first\nid: 1\n\ndata:second\nid\n\ndata:  third\n\n')).toEqual([
    { event: 'message', data: 'first', id: '1' },
    { event: 'message', data: 'second', id: '' },
    { event: 'message', data: ' third', id: '' },
  ])
  expect(read('data\n\ndata\ndata\n\ndata:')).toEqual([
    { event: 'message', data: '' },
    { event: 'message', data: '\n' },
  ])
})

it('knows names, retries, and ids that may not hold a null', () => {
  expect(read('event: add\nretry: 10\nretry: x\nid: a\0b\ndata: 1\n\nevent: gone\n\ndata: 2\n\n')).toEqual([
    { event: 'add', data: '1', retry: 10 },
    { event: 'message', data: '2' },
  ])
})

it('takes every end of a line, and a byte order mark', () => {
  expect(read('\uFEFFdata: a\r\rdata: b\r\n\r\ndata: c\n\n').map(({ data }) => data)).toEqual(['a', 'b', 'c'])
})

it('drops an event that the end cut off', () => {
  expect(read('data: whole\n\ndata: half\n')).toEqual([{ event: 'message', data: 'whole' }])
})

it('does not care where the bytes are cut', () => {
  const text = fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll(/[\r\n]/g, ''))
  const end = fc.constantFrom('\n', '\r\n', '\r')
  const events = fc.array(fc.tuple(fc.array(text, { minLength: 1 }), end))
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 9 }), (all, size) => {
      const wire = all
        .map(([data, ends]) => data.map((each) => `data: ${each}${ends}`).join('') + ends)
        .join('')
      expect(read(wire, size).map(({ data }) => data)).toEqual(all.map(([data]) => data.join('\n')))
    }),
  )
})
