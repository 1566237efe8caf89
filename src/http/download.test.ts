import { expect, it } from 'vitest'
import { download, type DownloadOptions } from './download.ts'
import { fetchTransport } from './fetch-transport.ts'

function options(...replies: readonly Response[]): DownloadOptions {
  const queue = [...replies]
  const transport = fetchTransport(async () => queue.shift() ?? new Response('', { status: 404 }))
  return { provider: 'test', transport, signal: new AbortController().signal, mostBytes: 10 }
}

const address = new URL('https://pictures.test/a.png?token=abc')

it('gives the bytes, also from elsewhere', async () => {
  const moved = new Response(null, { status: 302, headers: { location: 'https://cdn.test/a.png' } })
  expect(await download(address, options(moved, new Response('12345')))).toEqual(
    new TextEncoder().encode('12345'),
  )
})

it('reads no more than it may, declared or not', async () => {
  await expect(download(address, options(new Response('12345678901')))).rejects.toThrow(/more than 10 bytes/)
  const declared = new Response('1', { headers: { 'content-length': '11' } })
  await expect(download(address, options(declared))).rejects.toThrow(/more than 10 bytes/)
})

it('names the address, without its secrets, and the remedy', async () => {
  await expect(download(address, options())).rejects.toThrow(
    'test: could not download https://pictures.test/a.png?token=***: status 404. Give the bytes instead of the address.',
  )
  await expect(download(new URL('file:///etc/passwd'), options())).rejects.toThrow(/only http and https/)
})
