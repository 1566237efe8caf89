import { ChatContext } from '../context/chat-context.ts'
import { SimpleContext } from '../context/simple-context.ts'
import type { Context } from '../core/context.ts'
import { OptionError } from '../core/errors.ts'

/** The conversation that a session starts with. @throws OptionError for contradictions and for a missing backend. */
export function startContext(start: {
  readonly backend: unknown
  readonly ctx?: Context | undefined
  readonly contextType?: string | undefined
}): Context {
  const { backend, ctx, contextType } = start
  if (typeof backend !== 'object' || backend === null)
    throw new OptionError(
      'new MelleaSession({ backend }): the backend is missing. For a name instead, use startSession({ backendName }).',
    )
  if (ctx && contextType)
    throw new OptionError(
      '`ctx` and `contextType` were both given, and say the same thing twice: give one of them.',
    )
  if (contextType === undefined || contextType === 'simple') return ctx ?? new SimpleContext()
  if (contextType === 'chat') return new ChatContext()
  throw new OptionError(`contextType must be 'simple' or 'chat', got "${contextType}".`)
}
