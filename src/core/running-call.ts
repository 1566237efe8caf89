import { CancelScope } from '../util/cancel-scope.ts'
import type { CallShape } from './call-shape.ts'
import { textOf } from './message.ts'
import type { ModelOutput, ToolCall } from './model-output.ts'
import { ReleasedText } from './released-text.ts'
import type { SamplingResult } from './sampling.ts'
import type { StreamEvent } from './stream-event.ts'

/** What a call came to. */
export interface CallOutcome<T, C> {
  readonly sampling: SamplingResult<T, C>
  /** What awaiting gives. */
  readonly settled:
    | { readonly ok: true; readonly output: ModelOutput<T, C> }
    | { readonly ok: false; readonly error: Error }
  /** The best attempt as an output; absent when none could be parsed. */
  readonly best: ModelOutput<T, C> | undefined
}

/** How the work behind a handle speaks to its readers. */
export interface Production<T, C> {
  /** Aborted by whoever holds the handle. */
  readonly scope: CancelScope
  /** Everything that was emitted so far. */
  readonly log: readonly StreamEvent<T, C>[]
  emit(event: StreamEvent<T, C>): void
  /** Text that may be shown: nothing will take it back, or readers are told. */
  release(text: string): void
  /** The attempt whose text was released has been rejected. */
  withdraw(): void
}

export type Produce<T, C> = (production: Production<T, C>) => Promise<CallOutcome<T, C>>

type Settled<T, C> = { readonly outcome: CallOutcome<T, C> } | { readonly failure: unknown }

/**
 * The life of one call, whatever handle is put around it: it starts two microtasks after it was made, remembers what was said for
 * any number of readers, and is cancelled by the last one to leave.
 */
export class RunningCall<T = string, C = ToolCall> {
  readonly shape: CallShape
  readonly #scope = new CancelScope()
  readonly #events: StreamEvent<T, C>[] = []
  readonly #text = new ReleasedText()
  #readers = 0
  #awaited = false
  #settled: Settled<T, C> | undefined
  #waiting: (() => boolean)[] = []

  constructor(produce: Produce<T, C>, shape: CallShape = {}) {
    this.shape = shape
    // `await` reaches `then` one job after the statement, `for await` its iterator within it: by the second microtask we know our readers
    queueMicrotask(() => queueMicrotask(() => this.#start(produce)))
  }

  /** Somebody waits for the result: leaving readers no longer cancel. */
  await(): void {
    this.#awaited = true
  }

  abort(reason?: unknown): void {
    if (this.#settled) return
    this.#scope.abort(reason ?? new DOMException('The call was aborted.', 'AbortError'))
  }

  /** Resolves when the call is over; rejects with what it failed with. */
  outcome(): Promise<CallOutcome<T, C>> {
    return new Promise((fulfil, reject) => {
      const look = (): boolean => {
        if (!this.#settled) return false
        if ('failure' in this.#settled) reject(this.#settled.failure)
        else fulfil(this.#settled.outcome)
        return true
      }
      if (!look()) this.#waiting.push(look)
    })
  }

  /** Text that nothing takes back. A reader that comes late gets it in one piece. */
  text(): AsyncIterableIterator<string> {
    const next = this.#text.reader()
    return this.#reader<string>(() => {
      const value = next()
      return value === undefined ? this.#settled && this.#end() : { value, done: false }
    })
  }

  /** Everything as it happens; with `make` what it makes of an event, where it makes something of it. */
  events(): AsyncIterableIterator<StreamEvent<T, C>>
  events<E>(make: (event: StreamEvent<T, C>) => E | undefined): AsyncIterableIterator<E>
  events(make: (event: StreamEvent<T, C>) => unknown = asIs): AsyncIterableIterator<unknown> {
    let at = 0
    return this.#reader<unknown>(() => {
      for (let event = this.#events[at]; event; event = this.#events[at]) {
        at += 1
        const value = make(event)
        if (value !== undefined) return { value, done: false }
      }
      return this.#settled && this.#end()
    })
  }

  #start(produce: Produce<T, C>): void {
    const production: Production<T, C> = {
      scope: this.#scope,
      log: this.#events,
      emit: (event) => {
        // what is still said when the call is over has no reader
        if (this.#settled) return
        this.#events.push(event)
        this.#wake()
      },
      release: (text) => {
        if (this.#settled || text === '') return
        this.#text.add(text)
        this.#wake()
      },
      withdraw: () => {
        if (!this.#settled && this.#text.withdraw()) this.#wake()
      },
    }
    // a producer that throws at once is a rejection like any other
    Promise.resolve(production)
      .then(produce)
      .then(
        (outcome) => this.#settle({ outcome }),
        (failure: unknown) => this.#settle({ failure }),
      )
  }

  #settle(settled: Settled<T, C>): void {
    const output =
      'outcome' in settled && settled.outcome.settled.ok ? settled.outcome.settled.output : undefined
    this.#text.close(
      output && (output.steps.length > 0 && !this.shape.format ? allSaid(output) : output.text),
    )
    if (output) this.#events.push({ type: 'completed', output })
    this.#settled = settled
    this.#wake()
  }

  /** Lets everybody who waits look; who has seen nothing waits on. */
  #wake(): void {
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const look of waiting) if (!look()) this.#waiting.push(look)
  }

  #end(): IteratorResult<never> {
    if (this.#settled && 'failure' in this.#settled) throw this.#settled.failure
    if (this.#settled && !this.#settled.outcome.settled.ok) throw this.#settled.outcome.settled.error
    return { value: undefined, done: true }
  }

  #reader<E>(look: () => IteratorResult<E> | undefined): AsyncIterableIterator<E> {
    this.#readers += 1
    let open = true
    const close = (): void => {
      if (!open) return
      open = false
      this.#readers -= 1
      if (this.#readers === 0 && !this.#awaited) this.abort()
    }
    /** Whether the reader has got something: a part, the end, or an error. */
    const answer = (
      fulfil: (result: IteratorResult<E>) => void,
      reject: (error: unknown) => void,
    ): boolean => {
      try {
        const seen = open ? look() : ({ value: undefined, done: true } as const)
        if (!seen) return false
        if (seen.done) close()
        fulfil(seen)
      } catch (error) {
        close()
        reject(error)
      }
      return true
    }
    const next = (): Promise<IteratorResult<E>> =>
      new Promise((fulfil, reject) => {
        const again = (): boolean => answer(fulfil, reject)
        if (!again()) this.#waiting.push(again)
      })
    const leave = (): Promise<IteratorResult<E>> => {
      close()
      return Promise.resolve({ value: undefined, done: true })
    }
    return {
      next,
      return: leave,
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }
}

function asIs(event: unknown): unknown {
  return event
}

/** What it said on the way to its calls, and its answer. */
function allSaid({ steps, text }: ModelOutput<unknown, unknown>): string {
  const before = steps.map(({ messages: [said] }) => (said ? textOf(said) : ''))
  return [...before, text].filter(Boolean).join('\n\n')
}
