import type { CancelScope } from '../util/cancel-scope.ts'
import type { Clock } from '../core/clock.ts'
import { MelleaError } from '../core/errors.ts'
import type { CallSettings } from './call-settings.ts'

/** How long work that was aborted may take to end, in milliseconds; longer than a backend may take for its last word. */
const graceMs = 5_000

/** Starts the clock of a whole call; returns what stops it. */
export function startDeadline(
  { clock, timeout: { total } }: Pick<CallSettings, 'clock' | 'timeout'>,
  scope: CancelScope,
): () => void {
  if (total === undefined) return () => {}
  return clock.after(total, () => scope.abort(tookTooLong(total)))
}

/** The work's own end; or the reason of `scope`, when work that was aborted does not come to one: nothing may hang for ever. */
export function endedBy<T>(work: Promise<T>, scope: CancelScope, clock: Clock): Promise<T> {
  return new Promise((fulfil, reject) => {
    let cancel = (): void => {}
    const giveUp = (): void => {
      cancel = clock.after(graceMs, () => reject(scope.reason))
    }
    if (scope.aborted) giveUp()
    const forget = scope.whenAborted(giveUp)
    const done = (): void => {
      cancel()
      forget()
    }
    void work.then(fulfil, reject).then(done)
  })
}

function tookTooLong(ms: number): MelleaError {
  return new MelleaError(
    `The call took longer than ${ms} ms, attempts, judges and retries included. Raise \`timeout\`.`,
    { code: 'timeout' },
  )
}
