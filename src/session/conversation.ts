import type { Context, Turn } from '../core/context.ts'
import { MelleaError } from '../core/errors.ts'
import { Ledger } from '../core/ledger.ts'
import { abortable } from '../util/abortable.ts'
import { CancelScope } from '../util/cancel-scope.ts'
import { insideOf, runInside } from './call-scope.ts'

interface Slot {
  turn?: Turn
  settled: boolean
}

/** What a session and its views share: the turns, the queue, the account. */
export class Conversation {
  readonly ledger: Ledger = new Ledger()
  readonly #closing = new CancelScope()
  #base: Context
  #slots: Slot[] = []
  #tail: Promise<unknown> = Promise.resolve()

  constructor(context: Context) {
    this.#base = context
  }

  /** The turns that were committed, in the order in which their calls were made. */
  get context(): Context {
    return this.#slots.reduce((context, { turn }) => (turn ? context.add(turn) : context), this.#base)
  }

  /** For one call: follows the caller's signal, and aborts when the session is closed, with an error that is the call's own. */
  scope(signal: AbortSignal | undefined): CancelScope {
    const scope = new CancelScope(signal)
    if (this.#closing.aborted) scope.abort(closedBefore())
    scope.follow(this.#closing, closedMeanwhile)
    return scope
  }

  /**
   * Takes the next place in the conversation, at once. What it returns does the work when its turn has come, on a snapshot of that
   * moment, and commits what the work says; a call that fails leaves nothing.
   */
  enqueue<R>(
    scope: CancelScope,
  ): (
    work: (context: Context) => Promise<{ readonly result: R; readonly turn?: Turn | undefined }>,
  ) => Promise<R> {
    const slot: Slot = { settled: false }
    this.#slots.push(slot)
    const { sequential } = this.#base
    const reentrant = sequential && insideOf(this)
    const before = this.#tail
    let leave = (): void => {}
    if (sequential && !reentrant)
      this.#tail = Promise.all([before, new Promise<void>((done) => (leave = done))])
    return async (work) => {
      try {
        if (reentrant) throw wouldWaitForItself()
        if (sequential) await abortable(before, scope)
        scope.throwIfAborted()
        // following a call around costs every promise in it: only where calls wait for each other
        const { result, turn } = await (sequential
          ? runInside(this, () => work(this.context))
          : work(this.context))
        if (turn && this.#slots.includes(slot)) slot.turn = turn
        return result
      } finally {
        slot.settled = true
        leave()
        this.#fold()
      }
    }
  }

  /** Forgets what was said; calls that still run will not commit. */
  reset(): void {
    this.#base = this.#base.fresh()
    this.#slots = []
  }

  /** Ends all running calls and refuses new ones. */
  close(): void {
    this.#closing.abort(undefined)
  }

  #fold(): void {
    while (this.#slots[0]?.settled) {
      const turn = this.#slots.shift()?.turn
      if (turn) this.#base = this.#base.add(turn)
    }
  }
}

function closedMeanwhile(): MelleaError {
  return new MelleaError(
    'The session was closed while this call ran. If the call is returned from an `await using` block, write `return await`.',
    { code: 'session-closed' },
  )
}

function closedBefore(): MelleaError {
  return new MelleaError('The session is closed: start a new one.', { code: 'session-closed' })
}

function wouldWaitForItself(): MelleaError {
  return new MelleaError(
    'A call of a chat session was made from inside another call of it (a validator, a tool, a middleware): it would wait for itself for ever. Use `m.clone()` there.',
    { code: 'session-reentrant' },
  )
}
