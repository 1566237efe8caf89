import { posix, win32 } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OptionError } from '../../core/errors.ts'

/** What an id asks for, before anything was looked up. */
export type ModelReference =
  | { readonly type: 'file'; readonly path: string }
  | {
      readonly type: 'hub-file'
      readonly repository: string
      readonly revision: string
      readonly file: string
    }
  | {
      readonly type: 'repository'
      readonly repository: string
      readonly revision: string
      readonly quantization: string | undefined
    }
  | { readonly type: 'name'; readonly name: string }

export interface ModelReferenceOptions {
  readonly platform: string
  readonly home: string
}

const SEGMENT = '[A-Za-z0-9_][A-Za-z0-9._-]*'
const REPOSITORY = new RegExp(`^(${SEGMENT}/${SEGMENT})(?:@(${SEGMENT}))?(?::([A-Za-z0-9_-]+))?$`)
const HUB_FILE = new RegExp(`^(${SEGMENT}/${SEGMENT})(?:@(${SEGMENT}))?/(.+\\.gguf)$`, 'i')
const NAME = new RegExp(`^${SEGMENT}(?::[A-Za-z0-9._-]+)?$`)
const DRIVE = /^[A-Za-z]:[\\/]/
const PATH_START = /^(?:~$|~[\\/]|\.{0,2}[\\/])/

/**
 * Reads an id: a path or `file:` URL, `hf:owner/repo/file.gguf`, `owner/repo`, `owner/repo:Q4_K_M`, `owner/repo@revision`, or a short name.
 *
 * @throws OptionError when it is none of these
 */
export function parseModelReference(id: string, options: ModelReferenceOptions): ModelReference {
  const text = id.trim()
  if (/^https?:/i.test(text))
    throw new OptionError(`'${id}' is an address. For a file on the hub write hf:owner/repo/file.gguf.`)
  if (text.startsWith('hf:')) return parseHub(id, text.slice(3))
  if (text.startsWith('file:')) return { type: 'file', path: fileURLToPath(text) }
  if (DRIVE.test(text) || PATH_START.test(text) || /\.gguf$/i.test(text))
    return { type: 'file', path: absolute(text, options) }
  const repository = parseRepository(text)
  if (repository) return repository
  if (NAME.test(text)) return { type: 'name', name: text }
  throw unreadable(id)
}

function parseHub(id: string, text: string): ModelReference {
  const [, repository, revision, file] = HUB_FILE.exec(text) ?? []
  if (repository && file) {
    if (file.split('/').some((part) => !/^[^\\:]*[^.\\:][^\\:]*$/.test(part))) throw unreadable(id)
    return { type: 'hub-file', repository, revision: revision ?? 'main', file }
  }
  const reference = parseRepository(text)
  if (!reference) throw unreadable(id)
  return reference
}

function parseRepository(text: string): ModelReference | undefined {
  const [, repository, revision, quantization] = REPOSITORY.exec(text) ?? []
  if (!repository) return undefined
  return {
    type: 'repository',
    repository,
    revision: revision ?? 'main',
    quantization: quantization?.toUpperCase(),
  }
}

function absolute(text: string, { platform, home }: ModelReferenceOptions): string {
  const path = platform === 'win32' ? win32 : posix
  if (text === '~' || /^~[\\/]/.test(text)) return path.join(home, text.slice(1))
  // a drive is never relative, also where it means nothing
  return DRIVE.test(text) ? win32.normalize(text) : path.resolve(text)
}

function unreadable(id: string): OptionError {
  return new OptionError(
    `'${id}' names no model. Use a path to a .gguf file, hf:owner/repo/file.gguf, owner/repo, owner/repo:Q4_K_M, or a catalogue name.`,
  )
}
