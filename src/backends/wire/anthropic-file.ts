import { OptionError } from '../../core/errors.ts'
import type { FilePart } from '../../core/message.ts'
import { toBase64 } from '../../util/base64.ts'

const images = /^image\/(png|jpeg|gif|webp)$/

/**
 * A picture or a document as Anthropic takes it.
 *
 * @throws OptionError `unsupported` for what it takes not at all, or not by its address
 */
export function anthropicFile({ mediaType: given, data, name }: FilePart): object {
  const mediaType = given === 'image/jpg' ? 'image/jpeg' : given
  const source = toSource(mediaType, data)
  if (images.test(mediaType) && source) return { type: 'image', source }
  if (!source) throw new OptionError(`Anthropic takes no ${mediaType}.`, { code: 'unsupported' })
  return { type: 'document', source, ...(name !== undefined && { title: name }) }
}

function toSource(mediaType: string, data: FilePart['data']): object | undefined {
  const isText = mediaType.startsWith('text/')
  if (!isText && !images.test(mediaType) && mediaType !== 'application/pdf') return undefined
  if (!isText) {
    const bytes = data instanceof URL ? inlined(data) : toBase64(data)
    return bytes === undefined
      ? { type: 'url', url: String(data) }
      : { type: 'base64', media_type: mediaType, data: bytes }
  }
  if (data instanceof URL)
    throw new OptionError(`Anthropic: ${mediaType} needs its bytes, not an address.`, { code: 'unsupported' })
  return { type: 'text', media_type: 'text/plain', data: new TextDecoder().decode(data) }
}

/** The base64 inside a `data:` address. */
function inlined(address: URL): string | undefined {
  const text = /^data:[^,]*;base64,(.*)$/s.exec(address.href)?.[1]
  return text === undefined ? undefined : decodeURIComponent(text)
}
