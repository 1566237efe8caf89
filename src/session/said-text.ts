import { MelleaError } from '../core/errors.ts'
import type { StreamEvent } from '../core/stream-event.ts'
import type { Cancellable } from '../util/cancel-scope.ts'

/** Our own errors say what the latest attempt had said; a reason that the caller brought is left alone. */
export function withSaidText(
  error: unknown,
  log: readonly StreamEvent<unknown, unknown>[],
  ...brought: readonly (Cancellable | undefined)[]
): unknown {
  const isOurs = MelleaError.isInstance(error) && brought.every((scope) => scope?.reason !== error)
  if (!isOurs || error.text !== undefined) return error
  const value = saidText(log)
  if (value !== undefined)
    Object.defineProperty(error, 'text', { value, enumerable: false, configurable: true, writable: true })
  return error
}

function saidText(log: readonly StreamEvent<unknown, unknown>[]): string | undefined {
  const said = log.flatMap((event) => (event.type === 'text-delta' ? [event] : []))
  if (said.length === 0) return undefined
  const latest = said.reduce((most, { attempt }) => Math.max(most, attempt), 0)
  return said.map(({ attempt, delta }) => (attempt === latest ? delta : '')).join('')
}
