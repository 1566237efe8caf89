import { createHash, type Hash } from 'node:crypto'
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import type { Pull } from './pull.ts'

const BLOCK_BYTES = 1 << 20

/** A file on its way: what has arrived is on disk, in order, and hashed. */
export interface PartialFile {
  /** How many bytes are there. */
  readonly size: number
  append(chunk: Uint8Array): Promise<void>
  /** Forgets what was there; another process that still writes to it does no harm. */
  restart(): Promise<void>
  /** Flushes to disk and gives the SHA-256 of everything. */
  finish(): Promise<string>
  close(): Promise<void>
}

/** Opens a partial file and hashes what an earlier run left in it. */
export async function openPartialFile(path: string, what: string, pull: Pull): Promise<PartialFile> {
  let handle = await openForWriting(path)
  let hash = createHash('sha256')
  let size = 0
  try {
    size = await hashExisting(handle, hash, what, pull)
  } catch (error) {
    await handle.close()
    throw error
  }
  return {
    get size() {
      return size
    },
    append: async (chunk) => {
      // at a position: two writers of the same content cannot corrupt each other
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, size + done)
        done += bytesWritten
      }
      hash.update(chunk)
      size += chunk.length
    },
    restart: async () => {
      await handle.close()
      await rm(path, { force: true })
      handle = await openForWriting(path)
      hash = createHash('sha256')
      size = 0
    },
    finish: async () => {
      await handle.sync()
      return hash.copy().digest('hex')
    },
    close: () => handle.close(),
  }
}

async function openForWriting(path: string): Promise<FileHandle> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  return open(path, exists ? 'r+' : 'w+')
}

async function hashExisting(handle: FileHandle, hash: Hash, what: string, pull: Pull): Promise<number> {
  const { size: totalBytes } = await handle.stat()
  const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, totalBytes))
  let completedBytes = 0
  while (completedBytes < totalBytes) {
    pull.signal.throwIfAborted()
    const { bytesRead } = await handle.read(block, 0, block.length, completedBytes)
    if (bytesRead === 0) break
    hash.update(block.subarray(0, bytesRead))
    completedBytes += bytesRead
    pull.report({ phase: 'verifying', what, completedBytes, totalBytes })
  }
  return completedBytes
}
