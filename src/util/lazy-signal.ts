const source: unique symbol = Symbol('where the signal comes from')

interface Sourced {
  readonly [source]: { readonly signal: AbortSignal }
}

// one accessor for all objects: one for each makes each a dictionary, and a young collection keeps those
const lazily: PropertyDescriptor & ThisType<Sourced> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[source].signal
  },
}

/** The same object with the signal of `from`, which is made only when somebody looks: few do, and making it costs more than all the rest. */
export function withLazySignal<O extends object>(
  object: O,
  from: { readonly signal: AbortSignal },
): O & { readonly signal: AbortSignal } {
  const sourced: Sourced = Object.assign(object, { [source]: from })
  return Object.defineProperty(sourced as O & Sourced & { readonly signal: AbortSignal }, 'signal', lazily)
}
