import { expect, it } from 'vitest'
import { maskDeep, maskSecrets, maskURL, secretsIn } from './mask-secrets.ts'

const headers = { authorization: 'Bearer sk-12345678', 'x-api-key': 'abcdefgh', accept: 'application/json' }

it('finds the secrets among headers, with and without their scheme', () => {
  expect(secretsIn(headers)).toEqual(['Bearer sk-12345678', 'sk-12345678', 'abcdefgh'])
})

it('replaces each of them, everywhere', () => {
  const secrets = secretsIn(headers)
  expect(maskSecrets('key sk-12345678, again sk-12345678', secrets)).toBe('key ***, again ***')
  expect(maskDeep({ a: ['x abcdefgh'], b: 1 }, secrets)).toEqual({ a: ['x ***'], b: 1 })
})

it('keeps a value as it is where there is nothing to hide', () => {
  const value = { a: 1 }
  expect(maskDeep(value, secretsIn(headers))).toBe(value)
})

it('leaves placeholders alone', () => {
  expect(secretsIn({ authorization: 'Bearer ollama' })).not.toContain('ollama')
})

it('hides passwords and keys in an address', () => {
  expect(maskURL('https://me:pass@host/v1?key=1234&model=m&api_key=x')).toBe(
    'https://***:***@host/v1?key=***&model=m&api_key=***',
  )
})
