import { MelleaError } from '../../core/errors.ts'
import { fetchFromHub, hubBody } from './fetch-from-hub.ts'
import type { HubAddress } from './hub-address.ts'
import { networkReason } from './network-reason.ts'
import type { Pull } from './pull.ts'

export interface HubFile {
  /** Inside the repository, with `/`. */
  readonly file: string
  readonly sizeBytes: number | undefined
  /** Known for what lies in large-file storage, which all weights do. */
  readonly sha256: string | undefined
}

export interface HubListing {
  /** The commit that was listed; files are fetched from it, so that nothing changes half-way. */
  readonly commit: string
  readonly files: readonly HubFile[]
  readonly license: string | undefined
}

const MAX_LISTING_BYTES = 64 * 2 ** 20

/** Lists one revision of a repository, with sizes and hashes. */
export async function hubListing(
  repository: string,
  revision: string,
  hub: HubAddress,
  pull: Pull,
): Promise<HubListing> {
  const url = new URL(
    `${hub.endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`,
  )
  const reply = await fetchFromHub({ url, token: hub.token }, pull)
  try {
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of hubBody(reply)) {
      chunks.push(chunk)
      if ((size += chunk.length) > MAX_LISTING_BYTES) throw new Error('the list of files is too long')
    }
    return readListing(JSON.parse(Buffer.concat(chunks).toString('utf8')), revision)
  } catch (error) {
    pull.signal.throwIfAborted()
    // the parser quotes what came, and what came may repeat a token
    const isText = error instanceof SyntaxError
    const why = isText ? 'it is not JSON' : networkReason(error)
    throw new MelleaError(`${url.origin} sent a list of files that cannot be read: ${why}`, {
      code: 'model-store',
      retryable: true,
      cause: isText ? undefined : error,
    })
  }
}

function readListing(reply: unknown, revision: string): HubListing {
  const { sha, siblings, cardData } = record(reply)
  if (!Array.isArray(siblings)) throw new Error('it has no files')
  const license = record(cardData)['license']
  return {
    commit: typeof sha === 'string' && /^[0-9a-f]{7,64}$/.test(sha) ? sha : revision,
    license: typeof license === 'string' ? license : undefined,
    files: siblings.map(readFile).filter((file) => file !== undefined),
  }
}

function readFile(entry: unknown): HubFile | undefined {
  const { rfilename, size, lfs } = record(entry)
  if (typeof rfilename !== 'string' || !isSafe(rfilename)) return undefined
  const { sha256, size: lfsSize } = record(lfs)
  const sizeBytes = lfsSize ?? size
  return {
    file: rfilename,
    sizeBytes: typeof sizeBytes === 'number' && Number.isSafeInteger(sizeBytes) ? sizeBytes : undefined,
    sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined,
  }
}

// the name becomes a path in the cache
function isSafe(file: string): boolean {
  return !/[\\:\0]/.test(file) && file.split('/').every((part) => part !== '' && !/^\.+$/.test(part))
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
