import { expect, it } from 'vitest'
import { ollamaHost } from './ollama-host.ts'

it.each([
  [undefined, 'http://127.0.0.1:11434'],
  ['', 'http://127.0.0.1:11434'],
  ['example.com', 'http://example.com:11434'],
  ['example.com:1234', 'http://example.com:1234'],
  [':1234', 'http://127.0.0.1:1234'],
  [':', 'http://127.0.0.1:11434'],
  ['0.0.0.0', 'http://127.0.0.1:11434'],
  ['0.0.0.0:80', 'http://127.0.0.1'],
  ['http://0.0.0.0:1234', 'http://127.0.0.1:1234'],
  ['http://example.com', 'http://example.com'],
  ['https://example.com', 'https://example.com'],
  ['https://example.com:1234/ollama/', 'https://example.com:1234/ollama'],
  ['example.com/ollama', 'http://example.com:11434/ollama'],
  ['example.com:1234/a/b', 'http://example.com:1234/a/b'],
  ['[::1]', 'http://[::1]:11434'],
  ['[::1]:1234', 'http://[::1]:1234'],
  ['::1', 'http://[::1]:11434'],
  ['::', 'http://[::1]:11434'],
  ['[::]:1234', 'http://[::1]:1234'],
  ['http://[::1]:1234', 'http://[::1]:1234'],
  ['http://me:pass@example.com', 'http://me:pass@example.com'],
  [' "example.com" ', 'http://example.com:11434'],
])('takes %j for %s', (host, url) => {
  expect(ollamaHost(host)).toBe(url)
})

it('says what an address looks like', () => {
  expect(() => ollamaHost('ftp://example.com')).toThrow(/127\.0\.0\.1:11434/)
  expect(() => ollamaHost('http://a b')).toThrow(/not an address/)
})
