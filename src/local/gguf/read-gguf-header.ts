import { open } from 'node:fs/promises'
import { damaged, MoreBytesNeeded } from './gguf-cursor.ts'
import { parseGgufHeader, type GgufHeader } from './parse-gguf-header.ts'

const FIRST_BYTES = 1 << 21
const MAX_HEADER_BYTES = 1 << 28

/**
 * What a GGUF file says about itself: architecture, chat template, tokens, tensors; never the weights.
 *
 * Safe for files of strangers: nothing is made room for that the file could not hold.
 *
 * @throws MelleaError `model-store` when it is damaged
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    for (let bytes = FIRST_BYTES; ;) {
      const buffer = Buffer.allocUnsafe(Math.min(bytes, size))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      try {
        return parseGgufHeader(buffer.subarray(0, bytesRead), size)
      } catch (error) {
        if (!(error instanceof MoreBytesNeeded)) throw error
        if (error.bytes > MAX_HEADER_BYTES || bytesRead === size) throw damaged('its header does not end')
        bytes = Math.min(Math.max(bytes * 4, error.bytes), MAX_HEADER_BYTES)
      }
    }
  } finally {
    await handle.close()
  }
}
