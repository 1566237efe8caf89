import type { FilePart } from '../../core/message.ts'
import { fromBase64, toBase64 } from '../../util/base64.ts'
import type { AISDKEdition } from './ai-sdk-model.ts'

/** A file in a message: tagged by its kind since edition 4. */
export function toAISDKFile({ mediaType, data, name }: FilePart, edition: AISDKEdition): object {
  const plain = data instanceof URL ? (inlined(data) ?? data) : data
  const tagged = plain instanceof URL ? { type: 'url', url: plain } : { type: 'data', data: plain }
  return {
    type: 'file',
    mediaType,
    data: edition === 'v4' ? tagged : plain,
    ...(name !== undefined && { filename: name }),
  }
}

/** A file in the result of a tool; nothing where the edition has no place for an address. */
export function toAISDKResultFile(part: FilePart, edition: AISDKEdition): object | undefined {
  if (edition === 'v4') return toAISDKFile(part, edition)
  const { mediaType, data } = part
  const plain = data instanceof URL ? (inlined(data) ?? data) : data
  const kind = mediaType.startsWith('image/') ? 'image' : 'file'
  if (plain instanceof URL)
    return edition === 'v2'
      ? undefined
      : { type: `${kind}-url`, url: plain.href, ...(kind === 'file' && { mediaType }) }
  return { type: edition === 'v2' ? 'media' : `${kind}-data`, data: toBase64(plain), mediaType }
}

/** A file that the model has made; nothing where there is nothing to read. */
export function fromAISDKFile(mediaType: string, data: unknown): FilePart | undefined {
  if (typeof data === 'string') return { type: 'file', mediaType, data: fromBase64(data) }
  if (data instanceof Uint8Array || data instanceof URL) return { type: 'file', mediaType, data }
  if (typeof data !== 'object' || data === null) return undefined
  if ('data' in data) return fromAISDKFile(mediaType, data.data)
  return 'url' in data && data.url instanceof URL ? fromAISDKFile(mediaType, data.url) : undefined
}

/** The bytes inside a `data:` address. */
function inlined(address: URL): Uint8Array | undefined {
  const text = /^data:[^,]*;base64,(.*)$/s.exec(address.href)?.[1]
  return text === undefined ? undefined : fromBase64(decodeURIComponent(text))
}
