import { MelleaError } from '../core/errors.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import type { Terminal } from './terminal.ts'

export interface TimeLimit {
  /** Follows Ctrl-C, and aborts with a `timeout` error when the time is over. */
  readonly signal: AbortSignal
  /** The work is done. */
  readonly stop: () => void
}

/** Gives work so many seconds; all the time in the world where none are named. */
export function timeLimit(terminal: Terminal, seconds: number | undefined): TimeLimit {
  const scope = new CancelScope(terminal.signal)
  const message = `there was no end after ${seconds} s. Give it longer with --timeout.`
  const cancel =
    seconds === undefined
      ? undefined
      : terminal.after(seconds * 1000, () => scope.abort(new MelleaError(message, { code: 'timeout' })))
  return {
    signal: scope.signal,
    stop: () => {
      cancel?.()
      scope.unlink()
    },
  }
}
