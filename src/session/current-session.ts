import { MelleaError } from '../core/errors.ts'
import { makeStorage } from './call-scope.ts'
import type { MelleaSession } from './mellea-session.ts'

const current = makeStorage<MelleaSession>()

/** Runs `fn` with `session` as the current one, for `getSession()` at any depth of asynchronous calls. */
export function runWithSession<R>(session: MelleaSession, fn: () => R): R {
  if (!current)
    throw new MelleaError(
      'm.run() needs AsyncLocalStorage (Node, Deno, Bun, workerd): pass the session on as an argument here.',
      {
        code: 'unsupported',
      },
    )
  return current.run(session, fn)
}

/**
 * The session of the innermost `m.run(…)` around this call.
 *
 * @example
 * import { getSession, startSession } from 'mellea'
 * const greet = () => getSession().instruct('Say hello.')
 * const m = startSession()
 * const { value } = await m.run(() => greet())
 * @throws MelleaError `unsupported` outside of `m.run()`.
 */
export function getSession(): MelleaSession {
  const session = current?.getStore()
  if (session) return session
  throw new MelleaError(
    'There is no current session: wrap the program in `m.run(() => …)`, or pass the session as an argument.',
    {
      code: 'unsupported',
    },
  )
}
