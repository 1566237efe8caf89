/** What is built in, as it was. */
export interface KeptBuiltins {
  /** The name of the first thing that is not what it was any more; '' when all is. What was added does not count. */
  readonly changed: () => string
}

interface Kept {
  readonly owner: object
  readonly key: PropertyKey
  readonly name: string
  readonly held: readonly unknown[]
  readonly next: Kept | undefined
}

/** Runs in the sandbox, as text: it needs nothing from outside, and keeps what it uses later, since the code may change it. */
export function keptBuiltins(): KeptBuiltins {
  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect
  const { is } = Object
  const text = String
  // oxlint-disable-next-line typescript/unbound-method -- called by `apply`
  const { has, add } = WeakSet.prototype
  const seen = new WeakSet<object>()
  let kept: Kept | undefined

  const heldBy = (owner: object, key: PropertyKey): readonly unknown[] => {
    const held = getOwnPropertyDescriptor(owner, key)
    return [held?.value, held?.get, held?.set]
  }
  const keep = (owner: unknown, name: string): void => {
    const canHold = (typeof owner === 'object' && owner !== null) || typeof owner === 'function'
    if (!canHold || apply(has, seen, [owner])) return
    apply(add, seen, [owner])
    for (const key of ownKeys(owner)) {
      const path = name === '' ? text(key) : `${name}.${text(key)}`
      const held = heldBy(owner, key)
      kept = { owner, key, name: path, held, next: kept }
      for (const value of held) keep(value, path)
    }
    keep(getPrototypeOf(owner), `${name}.__proto__`)
  }
  keep(globalThis, '')

  return {
    changed() {
      for (let one = kept; one; one = one.next) {
        const current = heldBy(one.owner, one.key)
        // by index: loops over lists go through what may have been changed
        for (let i = 0; i < 3; i++) if (!is(current[i], one.held[i])) return one.name
      }
      return ''
    },
  }
}
