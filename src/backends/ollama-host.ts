import { maskURL } from '../util/mask-secrets.ts'
import { OptionError } from '../core/errors.ts'

const PORT = '11434'

/**
 * The base address that `OLLAMA_HOST` means, in all its forms: a name, a port, a scheme, a path, or none of them. An address to listen
 * on (`0.0.0.0`, `::`) becomes the one to call.
 *
 * Without a scheme the port is 11434, with one it is the scheme's own.
 */
export function ollamaHost(host: string | undefined): string {
  const text = host?.trim().replace(/^["']|["']$/g, '') ?? ''
  if (text === '') return `http://127.0.0.1:${PORT}`
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase()
  const rest = scheme ? text.slice(scheme.length + 3) : text
  const [, address = '', path = ''] = /^([^/?#]*)([^?#]*)/.exec(rest) ?? []
  const [, user = '', name = '', port] = /^(.*@)?(.*?)(?::(\d*))?$/.exec(withBrackets(address)) ?? []
  const url = `${scheme ?? 'http'}://${user}${toCall(name)}${portOf(port, scheme)}${path}`
  if ((scheme === undefined || scheme === 'http' || scheme === 'https') && URL.canParse(url))
    return new URL(url).href.replace(/\/+$/, '')
  throw new OptionError(
    `"${maskURL(text)}" is not an address of an Ollama server: write it like "127.0.0.1:11434" or "https://host/path".`,
  )
}

/** A bare IPv6 address has more than one colon. */
function withBrackets(address: string): string {
  return /^[\da-f]*:[\da-f.]*:[\da-f:.]*$/i.test(address) ? `[${address}]` : address
}

function toCall(name: string): string {
  if (name === '' || name === '0.0.0.0') return '127.0.0.1'
  return name === '[::]' ? '[::1]' : name
}

function portOf(port: string | undefined, scheme: string | undefined): string {
  if (port) return `:${port}`
  return scheme ? '' : `:${PORT}`
}
