import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { BackendError } from '../core/backend-error.ts'
import type { Environment } from '../util/environment.ts'
import { proxyFor } from './proxy.ts'

/** How long a connection that nobody uses is kept, in milliseconds. */
const IDLE_MS = 30_000

type Send = (options: RequestOptions, onReply: (incoming: IncomingMessage) => void) => ClientRequest

/** Where a request goes first, and over which kept connections. */
export interface Route {
  readonly send: Send
  readonly options: RequestOptions
  readonly headers?: { readonly [name: string]: string }
}

/** Finds the way to an address; keeps connections per way. They are unreferenced while idle: they never keep a process alive. */
export function nodeRoutes(env: Environment): (url: URL) => Route {
  const http = process.getBuiltinModule('node:http')
  const https = process.getBuiltinModule('node:https')
  const kept = { keepAlive: true, timeout: IDLE_MS }
  const agents = new Map<string, Agent>()

  function agentFor(key: string, make: () => Agent): Agent {
    const agent = agents.get(key) ?? make()
    agents.set(key, agent)
    return agent
  }

  return (url) => {
    const proxy = proxyFor(url, env)
    const secure = url.protocol === 'https:'
    if (!proxy) {
      const agent = agentFor(url.protocol, () => (secure ? new https.Agent(kept) : new http.Agent(kept)))
      return { send: secure ? https.request : http.request, options: { ...target(url), agent } }
    }
    if (secure) {
      const agent = agentFor(`tunnel ${proxy.href}`, () => tunnelAgent(proxy))
      return { send: https.request, options: { ...target(url), agent } }
    }
    // plain http goes through a proxy by asking it for the whole address
    const spoken = proxy.protocol === 'https:' ? https : http
    const agent = agentFor(`proxy ${proxy.href}`, () => new spoken.Agent(kept))
    const headers = { host: url.host, ...authorization(proxy) }
    return { send: spoken.request, options: { ...target(proxy), path: url.href, agent }, headers }
  }

  /** Opens its connections with CONNECT, and speaks TLS inside. */
  function tunnelAgent(proxy: URL): Agent {
    const tls = process.getBuiltinModule('node:tls')
    const agent = new https.Agent(kept)
    type Done = (error: Error | null, socket?: Socket) => void
    const createConnection = ({ host, port, ...options }: ConnectionOptions, done: Done): void => {
      const path = `${host}:${port}`
      const spoken = proxy.protocol === 'https:' ? https : http
      const headers = { host: path, ...authorization(proxy) }
      const ask = spoken.request({ ...target(proxy), method: 'CONNECT', path, headers, agent: false })
      ask.once('error', done)
      ask.once('connect', (reply, socket) => {
        if (reply.statusCode === 200) {
          const name = host ?? ''
          return done(
            null,
            tls.connect({ ...options, socket, ...(!/^[\d.:[\]]+$/.test(name) && { servername: name }) }),
          )
        }
        socket.destroy()
        done(refused(proxy, reply.statusCode))
      })
      ask.end()
    }
    return Object.assign(agent, { createConnection })
  }
}

function target(url: URL): RequestOptions {
  return {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
  }
}

function authorization(proxy: URL): { readonly 'proxy-authorization'?: string } {
  if (!proxy.username && !proxy.password) return {}
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${btoa(pair)}` }
}

function refused(proxy: URL, status: number | undefined): Error {
  return new BackendError(`${proxy.host} refused to open a tunnel: status ${status}.`, {
    provider: 'proxy',
    code: status === 407 ? 'unauthorized' : 'unreachable',
    status,
  })
}
