import { OptionError } from '../core/errors.ts'
import type { Environment } from '../util/environment.ts'
import { maskURL } from '../util/mask-secrets.ts'

/**
 * The proxy that the environment names for `url`: `https_proxy`, `http_proxy` or `all_proxy`, in either case, unless `no_proxy` has
 * the host. This machine itself is never reached through one.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const named = read(env, scheme) ?? read(env, 'all_proxy')
  if (!named || isLoopback(url.hostname) || isExempt(url, read(env, 'no_proxy') ?? '')) return undefined
  const address = named.includes('://') ? named : `http://${named}`
  if (!URL.canParse(address)) throw new OptionError(`The proxy address "${maskURL(named)}" is not a URL.`)
  const proxy = new URL(address)
  if (proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy
  throw new OptionError(
    `The proxy ${maskURL(address)} is of a kind that is not spoken here: use an http proxy, pass your own \`fetch\`, or list ${url.hostname} in NO_PROXY.`,
  )
}

function read(env: Environment, name: string): string | undefined {
  // under CGI a client can set HTTP_PROXY, by sending a header called Proxy
  const upper = name === 'http_proxy' && env['REQUEST_METHOD'] ? undefined : env[name.toUpperCase()]
  return env[name] || upper || undefined
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname)
}

function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true
    const [, host = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    const domain = host.replace(/^\*?\./, '')
    if (domain === '' || (wantedPort !== undefined && wantedPort !== port)) return false
    return url.hostname === domain || url.hostname.endsWith(`.${domain}`)
  })
}
