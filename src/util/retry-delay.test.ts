import { expect, it } from 'vitest'
import { retryDelay } from './retry-delay.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const delay = (headers: Record<string, string>): number | undefined => retryDelay(new Headers(headers), now)

it('takes milliseconds, seconds and dates, the finest first', () => {
  expect(delay({ 'retry-after-ms': '250', 'retry-after': '9' })).toBe(250)
  expect(delay({ 'retry-after': '2' })).toBe(2000)
  expect(delay({ 'retry-after': '0.5' })).toBe(500)
  expect(delay({ 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' })).toBe(30_000)
})

it('waits no negative time, and says nothing where the server did not', () => {
  expect(delay({ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' })).toBe(0)
  expect(delay({})).toBeUndefined()
  expect(delay({ 'retry-after': 'soon' })).toBeUndefined()
})
