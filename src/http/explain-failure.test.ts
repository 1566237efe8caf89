import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainPayload, explainStatus } from './explain-failure.ts'
import { readFailure } from './failure-body.ts'
import type { Sent } from './sent.ts'

const sent: Sent = {
  provider: 'test',
  hints: { unreachable: 'start it.', unauthorized: 'set the key.', modelNotFound: 'get the model.' },
  url: 'https://host.test/v1',
  secrets: ['sk-very-secret-key'],
}
const headers = new Headers()

describe('whatever a server says', () => {
  const body = fc.oneof(fc.json(), fc.string(), fc.constant('<html>'), fc.constant('[{"error":null}]'))

  it('becomes an error with words, its body, and no second try of a refused request', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 400, max: 599 }), (text, status) => {
        const error = explainStatus({ status, headers, body: text }, sent)
        expect(error.message).toMatch(/^test: .+: .+\.$/s)
        expect(error.status).toBe(status)
        expect(error.retryable && status === 400).toBe(false)
        expect(error.raw).toEqual(readFailure(text, sent.secrets).raw)
      }),
    )
  })

  it('becomes an error in the middle of a stream, too', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const error = explainPayload(payload, sent, 'so far')
        expect(error.message).toMatch(/^test: .+: .+\.$/s)
        expect(error.text).toBe('so far')
      }),
    )
  })
})

it.each([
  ['Please try again in 20s.', 20_000],
  ['Please try again in 345ms.', 345],
  ['Please try again in 6m0s.', 360_000],
  ['Please try again in 1h2m3.5s.', 3_723_500],
  ['Please retry after 17 seconds.', 17_000],
  ['Try again in 5 minutes', 300_000],
  ['Please try again in 2 months.', undefined],
  ['Please try again later.', undefined],
])('reads how long to wait out of "%s"', (text, ms) => {
  expect(readFailure(JSON.stringify({ error: { message: text } }), []).waitMs).toBe(ms)
})
