import { rename, rm } from 'node:fs/promises'
import { MelleaError } from '../../core/errors.ts'
import type { PartialFile } from './partial-file.ts'

export interface CommitFileOptions {
  readonly partial: PartialFile
  readonly partialPath: string
  readonly path: string
  readonly what: string
  readonly sizeBytes: number | undefined
  readonly sha256: string | undefined
}

/**
 * Checks a partial file and puts it in its place in one step.
 *
 * @throws MelleaError `model-store` when size or hash are wrong; the partial file is gone then
 */
export async function commitFile(options: CommitFileOptions): Promise<{ sizeBytes: number; sha256: string }> {
  const { partial, partialPath, path, what } = options
  const sizeBytes = partial.size
  const sha256 = await partial.finish()
  await partial.close()
  const wrong =
    options.sizeBytes !== undefined && sizeBytes !== options.sizeBytes
      ? `has ${sizeBytes} bytes instead of ${options.sizeBytes}`
      : options.sha256 !== undefined && sha256 !== options.sha256
        ? `has the SHA-256 ${sha256} instead of ${options.sha256}`
        : undefined
  if (wrong) {
    await rm(partialPath, { force: true })
    throw new MelleaError(`what came for ${what} ${wrong}; it was removed`, { code: 'model-store' })
  }
  await rename(partialPath, path)
  return { sizeBytes, sha256 }
}
