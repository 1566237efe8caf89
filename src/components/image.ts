import type { Component } from '../core/component.ts'
import { OptionError } from '../core/errors.ts'
import type { FilePart } from '../core/message.ts'
import { fromBase64 } from '../util/base64.ts'
import { imageMediaType } from '../util/media-type.ts'

/** A picture, wherever a part may stand. */
export interface ImageInput extends Component<string> {
  readonly kind: 'image'
  readonly file: FilePart
}

/**
 * A picture for a prompt: bytes, an address, a `data:` URL, or base64 text. The kind of picture is read from its first bytes.
 *
 * @example
 * import { image, startSession } from 'mellea'
 * const m = startSession({ modelId: 'qwen2.5vl:7b' })
 * await m.instruct('Describe this picture.', { images: [image(new URL('https://x.test/a.png'))] })
 * @throws OptionError for bytes that are no picture we know, when no `mediaType` is given.
 */
export function image(
  source: Uint8Array | URL | string,
  options: { readonly mediaType?: string } = {},
): ImageInput {
  const file = toFile(source, options.mediaType)
  return { kind: 'image', file, render: () => [file] }
}

function toFile(source: Uint8Array | URL | string, mediaType: string | undefined): FilePart {
  const found = typeof source === 'string' ? fromText(source) : { data: source }
  const known =
    mediaType ?? found.mediaType ?? (found.data instanceof URL ? 'image/*' : imageMediaType(found.data))
  if (!known)
    throw new OptionError(
      'image(): these bytes are no PNG, JPEG, GIF, WebP or BMP. Say what they are: image(bytes, { mediaType }).',
    )
  return { type: 'file', mediaType: known, data: found.data }
}

function fromText(text: string): { readonly data: Uint8Array | URL; readonly mediaType?: string } {
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(text)
  if (data?.[1]) return { mediaType: data[1], data: fromBase64(data[2] ?? '') }
  if (/^https?:\/\//i.test(text)) return { data: new URL(text) }
  if (/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) && text.length > 32) return { data: fromBase64(text) }
  throw new OptionError(
    `image(): "${text.slice(0, 40)}" is no http address, data: URL or base64 text. For a file, read it first: image(await readFile(path)).`,
  )
}
