import { expect, it } from 'vitest'
import { proxyFor } from './proxy.ts'

const via = (url: string, env: Record<string, string>): string | undefined =>
  proxyFor(new URL(url), env)?.href

it('takes the variable of the scheme, in either case, before the one for all', () => {
  const env = { HTTPS_PROXY: 'http://secure:1', http_proxy: 'plain:2', ALL_PROXY: 'http://all:3' }
  expect(via('https://host', env)).toBe('http://secure:1/')
  expect(via('http://host', env)).toBe('http://plain:2/')
  expect(via('https://host', { ALL_PROXY: 'http://all:3' })).toBe('http://all:3/')
  expect(via('https://host', {})).toBeUndefined()
})

it('goes straight to what NO_PROXY lists', () => {
  const env = (list: string) => ({ https_proxy: 'http://proxy:1', NO_PROXY: list })
  expect(via('https://host.example.com', env('other, .example.com'))).toBeUndefined()
  expect(via('https://example.com', env('example.com'))).toBeUndefined()
  expect(via('https://notexample.com', env('example.com'))).toBeDefined()
  expect(via('https://example.com', env('example.com:8443'))).toBeDefined()
  expect(via('https://example.com:8443', env('*.example.com:8443'))).toBeUndefined()
  expect(via('https://example.com', env('*'))).toBeUndefined()
})

it('never takes a proxy to this machine', () => {
  const env = { all_proxy: 'http://proxy:1' }
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'a.localhost'])
    expect(via(`http://${host}:11434`, env)).toBeUndefined()
})

it('does not believe HTTP_PROXY under CGI, where a client can set it', () => {
  expect(via('http://host', { HTTP_PROXY: 'http://evil:1', REQUEST_METHOD: 'GET' })).toBeUndefined()
})

it('says what to do about a proxy of another kind', () => {
  expect(() => via('https://host', { all_proxy: 'socks5://me:secret@proxy:1' })).toThrow(
    /socks5:\/\/\*\*\*@proxy/,
  )
})
