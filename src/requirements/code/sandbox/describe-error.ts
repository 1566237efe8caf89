/** Tells what was thrown. */
export interface ErrorDescription {
  /** Marks an error as one of an assertion: its message says all. */
  readonly failure: (message: string) => Error
  /** A short text of any value; never throws. */
  readonly show: (value: unknown) => string
  /** A short text of what was thrown, with the line in the code where it can be told; never throws. */
  readonly describe: (error: unknown) => string
}

/** Runs in the sandbox, as text: it needs nothing from outside, and keeps what it uses later, since the code may change it. */
export function describeError(): ErrorDescription {
  const { apply } = Reflect
  const { stringify } = JSON
  const text = String
  const NativeError = Error
  const [NativeMap, NativeSet] = [Map, Set]
  // oxlint-disable typescript/unbound-method -- called by `apply`
  const { slice, indexOf } = String.prototype
  const { has, add } = WeakSet.prototype
  // oxlint-enable typescript/unbound-method
  const failures = new WeakSet<object>()

  const short = (value: string, length: number): string =>
    value.length > length ? `${text(apply(slice, value, [0, length]))}…` : value

  const show = (value: unknown): string => {
    try {
      if (typeof value === 'bigint') return `${value}n`
      if (typeof value === 'function' || typeof value === 'symbol') return short(text(value), 60)
      if (value instanceof NativeError) return short(text(value), 200)
      if (value instanceof NativeMap || value instanceof NativeSet) return text(value)
      return short(stringify(value) ?? text(value), 200)
    } catch {
      return 'something that cannot be shown'
    }
  }

  const placeOf = (error: Error): string => {
    const stack = text(error.stack)
    const at: unknown = apply(indexOf, stack, ['answer.js:'])
    if (at === -1) return ''
    let digits = ''
    for (let i = Number(at) + 10; i < stack.length; i++) {
      const character = stack[i] ?? ''
      if (character < '0' || character > '9') break
      digits += character
    }
    return digits === '' ? '' : ` (line ${digits})`
  }

  return {
    show,
    failure(message) {
      const error = new NativeError(message)
      apply(add, failures, [error])
      return error
    },
    describe(error) {
      try {
        if (!(error instanceof NativeError)) return `threw ${show(error)}`
        if (apply(has, failures, [error])) return short(error.message, 500)
        return short(`${text(error.name)}: ${text(error.message)}${placeOf(error)}`, 500)
      } catch {
        return 'threw something that cannot be shown'
      }
    },
  }
}
