import { readFile, rm, writeFile } from 'node:fs/promises'
import { MelleaError } from '../../core/errors.ts'
import type { HttpResponse } from '../../http/transport.ts'
import { commitFile } from './commit-file.ts'
import { fetchFromHub, hubBody, type HubReply } from './fetch-from-hub.ts'
import { networkReason } from './network-reason.ts'
import { openPartialFile, type PartialFile } from './partial-file.ts'
import type { Pull } from './pull.ts'

export interface Download {
  readonly url: URL
  readonly token: string | undefined
  /** Where the file is once it is whole and checked. */
  readonly path: string
  /** Its name in messages. */
  readonly what: string
  readonly sizeBytes: number | undefined
  readonly sha256: string | undefined
}

const MAX_FAILURES = 5

/**
 * Fetches one file, going on where an earlier run or a cut connection stopped.
 *
 * What has arrived lies in `partialPath`; it stays there when the download is cancelled or fails, and goes when it is found wrong.
 */
export async function download(file: Download, pull: Pull): Promise<{ sizeBytes: number; sha256: string }> {
  const path = partialPath(file)
  const partial = await openPartialFile(path, file.what, pull)
  const inherited = partial.size
  try {
    await receiveAll(file, partial, pull)
    try {
      return await commitFile({ ...file, partial, partialPath: path })
    } finally {
      await rm(etagPath(file), { force: true })
    }
  } catch (error) {
    await partial.close().catch(() => {})
    // an earlier run may have left rubbish behind, after a power cut for instance
    if (pull.signal.aborted || inherited === 0 || !isWrong(error)) throw error
  }
  pull.say(`the part of ${file.what} that an earlier run had left was unusable; starting again`)
  return download(file, pull)
}

/** The content's hash is in the name, so that nobody goes on with the bytes of another edition. */
export function partialPath({ path, sha256 }: Pick<Download, 'path' | 'sha256'>): string {
  return sha256 ? `${path}.${sha256.slice(0, 12)}.part` : `${path}.part`
}

function etagPath(file: Download): string {
  return `${partialPath(file)}.etag`
}

async function receiveAll(file: Download, partial: PartialFile, pull: Pull): Promise<void> {
  // a server that never goes on, and always cuts, makes no progress although bytes come
  let furthest = partial.size
  for (let failures = 0; ;) {
    try {
      return await receive(file, partial, pull)
    } catch (error) {
      pull.signal.throwIfAborted()
      if (MelleaError.isInstance(error) && !error.retryable) throw error
      failures = partial.size > furthest ? 1 : failures + 1
      furthest = Math.max(furthest, partial.size)
      if (failures >= MAX_FAILURES) throw unfinished(file, partial, error)
      await pull.pause(Math.min(500 * 2 ** (failures - 1), 8000), pull.signal)
    }
  }
}

async function receive(file: Download, partial: PartialFile, pull: Pull): Promise<void> {
  const etag = partial.size > 0 ? await readFile(etagPath(file), 'utf8').catch(() => undefined) : undefined
  // without a hash or an ETag nobody could tell that it is the same file
  const isResumable = partial.size <= (file.sizeBytes ?? Infinity) && Boolean(file.sha256 ?? etag)
  if (partial.size > 0 && !isResumable) await partial.restart()
  if (partial.size > 0 && partial.size === file.sizeBytes) return
  const reply = await request(file, partial, etag, pull)
  const totalBytes = await place(file, partial, reply.response).catch((error: unknown) => {
    reply.refuse()
    throw error
  })
  for await (const chunk of hubBody(reply)) {
    if (totalBytes !== undefined && partial.size + chunk.length > totalBytes)
      throw new MelleaError(`more bytes came for ${file.what} than the ${totalBytes} it has`, {
        code: 'model-store',
      })
    await partial.append(chunk)
    const total = totalBytes === undefined ? {} : { totalBytes }
    pull.report({ phase: 'downloading', what: file.what, completedBytes: partial.size, ...total })
  }
  if (totalBytes !== undefined && partial.size < totalBytes) throw new Error('the connection was cut')
}

async function request(
  file: Download,
  partial: PartialFile,
  etag: string | undefined,
  pull: Pull,
): Promise<HubReply> {
  const range = partial.size > 0 ? { range: `bytes=${partial.size}-` } : {}
  const condition = partial.size > 0 && etag ? { 'if-range': etag } : {}
  const headers = { 'accept-encoding': 'identity', ...range, ...condition }
  try {
    return await fetchFromHub({ url: file.url, token: file.token, headers }, pull)
  } catch (error) {
    // 416 and its like: the server will not go on from here
    if (partial.size === 0 || !isWrong(error)) throw error
    await partial.restart()
    return fetchFromHub(
      { url: file.url, token: file.token, headers: { 'accept-encoding': 'identity' } },
      pull,
    )
  }
}

/** Makes the partial file fit what the server is about to send; gives the size of the whole. */
async function place(
  file: Download,
  partial: PartialFile,
  response: HttpResponse,
): Promise<number | undefined> {
  const [, start, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? []
  const isContinued = response.status === 206
  if (isContinued && Number(start) !== partial.size) {
    await partial.restart()
    throw new Error('the server went on from another place than it was asked to')
  }
  if (!isContinued && partial.size > 0) await partial.restart()
  const etag = response.headers.get('etag')
  if (partial.size === 0 && etag && !etag.startsWith('W/')) await writeFile(etagPath(file), etag)
  else if (partial.size === 0) await rm(etagPath(file), { force: true })
  const announced = isContinued ? total : response.headers.get('content-length')
  const size = announced && /^\d+$/.test(announced) ? Number(announced) : undefined
  if (size !== undefined && file.sizeBytes !== undefined && size !== file.sizeBytes)
    throw new MelleaError(`the server offers ${size} bytes for ${file.what} instead of ${file.sizeBytes}`, {
      code: 'model-store',
    })
  return file.sizeBytes ?? size
}

function isWrong(error: unknown): boolean {
  return MelleaError.isInstance(error) && error.code === 'model-store' && !error.retryable
}

function unfinished(file: Download, partial: PartialFile, cause: unknown): MelleaError {
  const message = `${file.what} stopped after ${partial.size} bytes, which are kept: ${networkReason(cause)}`
  return new MelleaError(message, { code: 'model-store', retryable: true, cause })
}
