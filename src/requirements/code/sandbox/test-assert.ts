import type { ErrorDescription } from './describe-error.ts'

type Expected = RegExp | (abstract new (...args: never[]) => unknown) | undefined
type Members = Map<unknown, unknown> | Set<unknown>

/** Runs in the sandbox, as text: it needs nothing from outside. Makes the `assert` of tests; all of it is strict. */
export function testAssert({ failure, show }: ErrorDescription): object {
  const { get, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
  const { is, freeze, assign } = Object
  const { isArray } = Array
  const text = String
  const [NativeMap, NativeSet, NativeDate, NativeRegExp, NativeError] = [Map, Set, Date, RegExp, Error]

  const fail = (message: string): never => {
    throw failure(message)
  }

  const sameEntries = (a: object, b: object): boolean => {
    const keys = ownKeys(a)
    if (keys.length !== ownKeys(b).length) return false
    for (const key of keys) {
      const isThere = getOwnPropertyDescriptor(b, key) !== undefined
      if (!isThere || !same(get(a, key), get(b, key))) return false
    }
    return true
  }

  function same(a: unknown, b: unknown): boolean {
    if (is(a, b)) return true
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
    if (getPrototypeOf(a) !== getPrototypeOf(b) || isArray(a) !== isArray(b)) return false
    if (a instanceof NativeDate && b instanceof NativeDate) return is(a.getTime(), b.getTime())
    if (a instanceof NativeRegExp) return text(a) === text(b)
    if (a instanceof NativeError && b instanceof NativeError)
      return a.name === b.name && a.message === b.message
    if (a instanceof NativeMap || a instanceof NativeSet) {
      const other = b as Members
      return a.size === other.size && same([...a], [...other])
    }
    return sameEntries(a, b)
  }

  const fits = (error: unknown, expected: Expected): void => {
    if (expected === undefined) return
    if (expected instanceof NativeRegExp) {
      if (!expected.test(text(error))) fail(`expected an error like ${text(expected)}, got ${show(error)}`)
    } else if (!(error instanceof expected)) fail(`expected ${expected.name}, got ${show(error)}`)
  }

  const ok = (value: unknown, message?: string): void => {
    if (!value) fail(message ?? `expected something true, got ${show(value)}`)
  }
  const equal = (actual: unknown, expected: unknown, message?: string): void => {
    if (!is(actual, expected)) fail(message ?? `expected ${show(expected)}, got ${show(actual)}`)
  }
  const notEqual = (actual: unknown, other: unknown, message?: string): void => {
    if (is(actual, other)) fail(message ?? `expected anything but ${show(other)}`)
  }
  const deepEqual = (actual: unknown, expected: unknown, message?: string): void => {
    if (!same(actual, expected)) fail(message ?? `expected ${show(expected)}, got ${show(actual)}`)
  }
  const notDeepEqual = (actual: unknown, other: unknown, message?: string): void => {
    if (same(actual, other)) fail(message ?? `expected anything but ${show(other)}`)
  }
  const throws = (run: () => unknown, expected?: Expected): void => {
    try {
      run()
    } catch (error) {
      return fits(error, expected)
    }
    fail('expected an error, none was thrown')
  }
  const rejects = async (promise: unknown, expected?: Expected): Promise<void> => {
    try {
      await (typeof promise === 'function' ? promise() : promise)
    } catch (error) {
      return fits(error, expected)
    }
    fail('expected a rejection, there was none')
  }
  // the names of Node's module, too
  const strict = { strictEqual: equal, notStrictEqual: notEqual, deepStrictEqual: deepEqual }
  const assert = (value: unknown, message?: string): void => ok(value, message)
  return freeze(assign(assert, strict, { ok, equal, notEqual, deepEqual, notDeepEqual, throws, rejects }))
}
