import type { FileHandle } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { pipeline, Readable } from 'node:stream'
import { MelleaError } from '../../core/errors.ts'

/** One file inside a zip archive. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly headerOffset: number
}

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const MAX_DIRECTORY_BYTES = 64 * 2 ** 20
const BLOCK_BYTES = 1 << 18

/**
 * Reads the table of contents of a zip archive (a Python wheel is one).
 *
 * @throws MelleaError `model-store` when it is not a plain zip; archives above 4 GiB are not read
 */
export async function readZipEntries(handle: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await handle.stat()
  const tail = await readAt(
    handle,
    Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES),
    Math.min(size, END_BYTES + MAX_COMMENT_BYTES),
  )
  let end = tail.length - END_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--
  if (end < 0) throw broken('it has no table of contents')
  const count = tail.readUInt16LE(end + 10)
  const bytes = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || offset === 0xffffffff) throw broken('archives above 4 GiB are not supported')
  if (bytes > MAX_DIRECTORY_BYTES || offset + bytes > size) throw broken('its table of contents does not fit')
  return readDirectory(await readAt(handle, offset, bytes), count)
}

function readDirectory(directory: Buffer, count: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw broken('its table of contents is damaged')
    const nameBytes = directory.readUInt16LE(at + 28)
    const extraBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + extraBytes
  }
  return entries
}

/** The content of one entry, unpacked, never more than the archive promised. */
export async function* readZipEntry(
  handle: FileHandle,
  entry: ZipEntry,
): AsyncGenerator<Buffer, void, undefined> {
  const local = await readAt(handle, entry.headerOffset, 30)
  if (local.readUInt32LE(0) !== LOCAL_SIGNATURE) throw broken(`${entry.name} is not where it should be`)
  const start = entry.headerOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const packed = Readable.from(blocks(handle, start, entry.compressedBytes))
  if (entry.method !== 0 && entry.method !== 8) throw broken(`${entry.name} is packed in an unknown way`)
  // pipeline ends both when either fails; the error reaches whoever reads
  const content = entry.method === 0 ? packed : pipeline(packed, createInflateRaw(), () => {})
  let size = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > entry.sizeBytes) throw broken(`${entry.name} is longer than it says`)
    yield chunk
  }
  if (size < entry.sizeBytes) throw broken(`${entry.name} is shorter than it says`)
}

async function* blocks(
  handle: FileHandle,
  start: number,
  bytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let done = 0; done < bytes;) {
    const block = await readAt(handle, start + done, Math.min(BLOCK_BYTES, bytes - done))
    done += block.length
    yield block
  }
}

async function readAt(handle: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes)
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done)
    if (bytesRead === 0) throw broken('it ends too early')
    done += bytesRead
  }
  return buffer
}

function broken(reason: string): MelleaError {
  return new MelleaError(`the archive cannot be read: ${reason}`, { code: 'model-store' })
}
