import type { Backend, Capabilities } from '../core/backend.ts'
import { OptionError } from '../core/errors.ts'
import type { Cancellable } from '../util/cancel-scope.ts'
import { Semaphore } from '../util/semaphore.ts'
import { sharedTask } from '../util/shared-task.ts'

/** What answers have shown of how a server puts thinking and a schema together. */
export interface ThinkingHabit {
  /** One of the two went missing: the model has to think in a request of its own. */
  apart?: boolean
  /** The schema was ignored where the model was told not to think. */
  deaf?: boolean
  /** The model does not think, whatever it is told. */
  never?: boolean
}

/** What is known of one backend by all who call it. */
export interface BackendGate {
  /** Waits for a place, where the backend's calls are limited; gives what gives it back. */
  enter(scope: Cancellable): Promise<() => void> | undefined
  /** Asked once; a failed answer is asked for again. */
  capabilities(signal: AbortSignal): Promise<Capabilities>
  /** Learnt from answer to answer. */
  readonly habit: ThinkingHabit
}

// keyed by the backend itself, so that sessions that share one share its limit; holds nothing alive
const gates = new WeakMap<Backend, BackendGate>()

/** The gate of a backend: one per backend, whoever asks. */
export function gateOf(backend: Backend): BackendGate {
  const known = gates.get(backend)
  if (known) return known
  const gate = makeGate(backend)
  gates.set(backend, gate)
  return gate
}

function makeGate(backend: Backend): BackendGate {
  const { concurrency = Number.POSITIVE_INFINITY } = backend.limits ?? {}
  if (!(concurrency >= 1))
    throw new OptionError(`${backend.provider}: limits.concurrency must be at least 1, got ${concurrency}.`)
  const places = concurrency === Number.POSITIVE_INFINITY ? undefined : new Semaphore(concurrency)
  let known: Capabilities | undefined
  // one question for all who wait; the answer is for everybody: one caller's abort must not spoil it
  const ask = sharedTask(async (signal) => (known = await backend.capabilities(signal)))
  return {
    enter: (scope) => places?.acquire(scope),
    capabilities: async (signal) => known ?? ask(signal),
    habit: {},
  }
}
