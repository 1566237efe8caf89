import { expect, it } from 'vitest'
import { remembered } from './remembered.ts'

it('works each out once, and does not grow', () => {
  const made: string[] = []
  const length = remembered((key) => made.push(key) && key.length, 2)
  expect([length('a'), length('bb'), length('a'), length('bb')]).toEqual([1, 2, 1, 2])
  expect(made).toEqual(['a', 'bb'])
  expect([length('ccc'), length('a')]).toEqual([3, 1])
  expect(made).toEqual(['a', 'bb', 'ccc', 'a'])
})
