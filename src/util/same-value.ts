/** Whether two values say the same: deep, whatever the order of keys; texts by their words, white space and Unicode forms aside. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return words(one) === words(other)
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    // -0 and 0
    return one === other
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (isBag(one) || isBag(other)) return isBag(one) && isBag(other) && sameValue([...one], [...other])
  if (Array.isArray(one) || Array.isArray(other)) return sameList(one, other)
  const names = Object.keys(one).filter((name) => Reflect.get(one, name) !== undefined)
  const others = Object.keys(other).filter((name) => Reflect.get(other, name) !== undefined)
  return (
    names.length === others.length &&
    names.every(
      (name) => Object.hasOwn(other, name) && sameValue(Reflect.get(one, name), Reflect.get(other, name)),
    )
  )
}

function words(text: string): string {
  return text.normalize().trim().replace(/\s+/g, ' ')
}

/** A `Map` or a `Set`. */
function isBag(value: object): value is Iterable<unknown> {
  return value instanceof Map || value instanceof Set
}

function sameList(one: unknown, other: unknown): boolean {
  return (
    Array.isArray(one) &&
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((each, index) => sameValue(each, other[index]))
  )
}
