import { BackendError } from '../core/backend-error.ts'
import { maskURL, secretsIn } from '../util/mask-secrets.ts'
import { addressOf } from './endpoint.ts'
import { safeCause } from './safe-cause.ts'
import type { HttpResponse, Transport } from './transport.ts'

const MOST_HOPS = 5

export interface DownloadOptions {
  readonly provider: string
  readonly transport: Transport
  readonly signal: AbortSignal
  /** More is an error. */
  readonly mostBytes: number
}

/** The bytes behind an address. No key goes along, so redirects are followed. */
export async function download(address: URL, options: DownloadOptions): Promise<Uint8Array> {
  let url = address.href
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    const response = await get(url, options)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location) {
      response.discard()
      url = new URL(location, url).href
    } else if (response.status === 200) return readBytes(response, url, options)
    else {
      response.discard()
      throw failed(url, `status ${response.status}`, options)
    }
  }
  throw failed(url, 'too many redirects', options)
}

async function get(url: string, options: DownloadOptions): Promise<HttpResponse> {
  if (!/^https?:/.test(url)) throw failed(url, 'only http and https are read', options)
  try {
    // of an address with a password, the password goes to its own server and into no error
    const { url: bare, authorization } = addressOf(url)
    return await options.transport({
      method: 'GET',
      url: bare,
      headers: authorization,
      signal: options.signal,
    })
  } catch (cause) {
    options.signal.throwIfAborted()
    throw failed(url, 'no reply', options, cause)
  }
}

async function readBytes(response: HttpResponse, url: string, options: DownloadOptions): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = Number(response.headers.get('content-length') ?? 0)
  const tooLarge = (): BackendError => failed(url, `more than ${options.mostBytes} bytes`, options)
  try {
    if (size > options.mostBytes) throw tooLarge()
    size = 0
    for await (const piece of response.body) {
      size += piece.length
      if (size > options.mostBytes) throw tooLarge()
      pieces.push(piece)
    }
  } catch (error) {
    response.discard()
    options.signal.throwIfAborted()
    throw error instanceof BackendError ? error : failed(url, 'the reply broke off', options, error)
  }
  return concatenate(pieces, size)
}

function concatenate(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

function failed(url: string, why: string, { provider }: DownloadOptions, cause?: unknown): BackendError {
  return new BackendError(
    `could not download ${maskURL(url)}: ${why}. Give the bytes instead of the address.`,
    {
      provider,
      code: 'bad-request',
      url: maskURL(url),
      cause: safeCause(cause, secretsIn(Object.fromEntries(new URL(url).searchParams))),
    },
  )
}
