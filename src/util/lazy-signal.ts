import { CancelScope, type Cancellable } from './cancel-scope.ts'

const source: unique symbol = Symbol('where the signal comes from')

interface Sourced {
  readonly [source]: Cancellable | { readonly signal: AbortSignal }
}

// one accessor for all objects: one for each makes each a dictionary, and a young collection keeps those
const lazily: PropertyDescriptor & ThisType<Sourced> = {
  enumerable: true,
  configurable: true,
  get() {
    const from = this[source]
    return 'signal' in from ? from.signal : from
  },
}

/** A copy with the signal of `from`, which is made only when somebody looks: few do, and making it costs more than all the rest. */
export function withLazySignal<O extends object>(
  object: O,
  from: Sourced[typeof source],
): O & { readonly signal: AbortSignal } {
  // a new object: what is added to one that was spread costs a shape of its own, each time
  const sourced: Sourced & O = Object.assign({ [source]: from }, object)
  return Object.defineProperty(sourced as typeof sourced & { readonly signal: AbortSignal }, 'signal', lazily)
}

/** What ends a request, without a signal being made for it; of one that was given another signal since, that one. */
export function cancellable(request: { readonly signal: AbortSignal } & Partial<Sourced>): Cancellable {
  const own = Object.getOwnPropertyDescriptor(request, 'signal')
  const from = own?.get === lazily.get ? request[source] : undefined
  return from instanceof CancelScope ? from : request.signal
}
