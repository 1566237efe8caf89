import { expect, it } from 'vitest'
import { safeCause } from './safe-cause.ts'

const secrets = ['sk-12345678']

it('keeps an error that holds no secret as it is, with all that led to it', () => {
  const inner = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 80 })
  for (const error of [
    inner,
    new TypeError('fetch failed', { cause: inner }),
    new AggregateError([inner, inner], 'all'),
  ])
    expect(safeCause(error, secrets)).toBe(error)
})

it('keeps the words and what is short of one that does, and hangs no request on it', () => {
  const inner = Object.assign(new RangeError('with sk-12345678'), {
    headers: { authorization: 'sk-12345678' },
  })
  const outer = Object.assign(new TypeError('failed', { cause: inner }), {
    code: 'E_FAILED',
    request: { a: 1 },
  })
  const safe = safeCause(outer, secrets)
  if (!(safe instanceof Error) || !(safe.cause instanceof Error)) throw new Error('not an error')
  expect([safe.name, safe.message, Reflect.get(safe, 'code'), 'request' in safe]).toEqual([
    'TypeError',
    'failed',
    'E_FAILED',
    false,
  ])
  expect([safe.cause.name, safe.cause.message, 'headers' in safe.cause]).toEqual([
    'RangeError',
    'with ***',
    false,
  ])
  expect(safe.cause.stack).not.toContain(secrets[0])
  expect(safe.stack).toBe(outer.stack)
})

it('keeps each of several errors', () => {
  const safe = safeCause(new AggregateError([new Error('sk-12345678'), new Error('two')], 'all'), secrets)
  const errors: unknown = Reflect.get(Object(safe), 'errors')
  expect(Array.isArray(errors) && errors.map(String)).toEqual(['Error: ***', 'Error: two'])
})

it('comes to an end, and keeps of what is no error only words', () => {
  const circle = new Error('round')
  circle.cause = circle
  expect(safeCause(circle, secrets)).toBeInstanceOf(Error)
  expect(safeCause('a sk-12345678', secrets)).toBe('a ***')
  expect(safeCause({ key: 'sk-12345678' }, secrets)).toBeUndefined()
  expect(safeCause(undefined, secrets)).toBeUndefined()
})
