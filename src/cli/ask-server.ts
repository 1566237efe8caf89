import { MelleaError } from '../core/errors.ts'
import { chooseTransport } from '../http/choose-transport.ts'
import { send } from '../http/endpoint.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import type { Terminal } from './terminal.ts'

/** A server on this machine or near it answers at once, or is not there. */
const LIMIT_MS = 2000

/** What a server said, or in half a sentence why not. */
export type ServerAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly code: string; readonly reason: string }

export interface ServerQuestion {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a server for a JSON document, within a short time. @throws the reason of Ctrl-C, nothing else */
export async function askServer(
  { url, headers = {} }: ServerQuestion,
  terminal: Terminal,
): Promise<ServerAnswer> {
  const scope = new CancelScope(terminal.signal)
  const cancel = terminal.after(LIMIT_MS, () =>
    scope.abort(new Error(`no answer within ${LIMIT_MS / 1000} s`)),
  )
  try {
    const transport = chooseTransport({ env: terminal.env })
    const hints = { unreachable: '', unauthorized: '', modelNotFound: '' }
    const endpoint = { provider: 'server', transport, hints }
    const { response } = await send(endpoint, { method: 'GET', url, headers, signal: scope.signal })
    return { ok: true, body: JSON.parse(await response.text()) }
  } catch (error) {
    terminal.signal.throwIfAborted()
    return { ok: false, code: codeOf(error), reason: reasonOf(error) }
  } finally {
    cancel()
    scope.unlink()
  }
}

function codeOf(error: unknown): string {
  if (MelleaError.isInstance(error)) return error.code
  return error instanceof SyntaxError ? 'malformed-reply' : 'timeout'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof SyntaxError) return 'what answers there speaks another protocol'
  const [, system] = /^server: no reply, tried .+ \((.+)\): $/.exec(error.message) ?? []
  return system ? `no answer (${system})` : error.message.replace(/^server: /, '').replace(/[:.\s]+$/, '')
}
