import { expect, it } from 'vitest'
import { maskDeep, maskNamed, maskSecrets, maskURL, secretsIn } from './mask-secrets.ts'

const headers = { authorization: 'Bearer sk-12345678', 'x-api-key': 'abcdefgh', accept: 'application/json' }

it('finds the secrets among headers, with and without their scheme', () => {
  expect(secretsIn(headers)).toEqual([
    'Bearer%20sk-12345678',
    'Bearer sk-12345678',
    'sk-12345678',
    'abcdefgh',
  ])
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

it('finds them by their names in any spelling, and by their looks', () => {
  for (const name of [
    'X-Auth-Token',
    'api_key',
    'x-goog-api-key',
    'Cookie',
    'x-session',
    'Ocp-Apim-Subscription-Key',
  ])
    expect(secretsIn({ [name]: 'abcd-efgh' }), name).toContain('abcd-efgh')
  expect(secretsIn({ 'x-custom': '4f9A7c2E8b1D6a3F5e7B' })).toContain('4f9A7c2E8b1D6a3F5e7B')
  expect(
    secretsIn({
      accept: 'text/event-stream',
      'x-title': 'My application, edition 2',
      'x-keyboard': 'qwertyuiop',
    }),
  ).toEqual([])
})

it('takes name and password out of a basic authorization, also a short one', () => {
  const secrets = secretsIn({ authorization: `Basic ${btoa('somebody:pass')}` })
  for (const each of ['somebody:pass', 'somebody', 'pass']) expect(secrets).toContain(each)
  expect(secretsIn({ authorization: 'Basic %%%' })).toContain('Basic %%%')
})

it('knows a secret as JSON, HTML and addresses spell it', () => {
  const secrets = secretsIn({ 'x-api-key': `a"b<c>&d'e/f` })
  for (const text of ['a%22b%3Cc%3E%26d%27e%2Ff', String.raw`a\"b<c>&d'e/f`, `a&quot;b&lt;c&gt;&amp;d'e/f`])
    expect(maskSecrets(`x ${text} y`, secrets)).toBe('x *** y')
})

it('hides what stands before the @ of an address that is none', () => {
  expect(maskURL('me:p@ss@host/v1')).toBe('***@host/v1')
  expect(maskURL('htp://me:p/ss@host:port')).toBe('htp://***@host:port')
  expect(maskURL('localhost:1234/v1')).toBe('localhost:1234/v1')
})

it('leaves out of JSON what its own names call secret', () => {
  const options = {
    max_tokens: 5,
    extraBody: { api_key: 'abcdefgh', nested: [{ token: 'ijklmnop', text: 'a token' }] },
  }
  expect(JSON.stringify(options, maskNamed)).toBe(
    '{"max_tokens":5,"extraBody":{"api_key":"***","nested":[{"token":"***","text":"a token"}]}}',
  )
})
