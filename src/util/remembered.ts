/** The same function, which works out what it is asked again and again only once; it forgets everything when there is too much to know. */
export function remembered<T>(make: (key: string) => T, most = 100): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.get(key)
    if (value !== undefined) return value
    if (known.size >= most) known.clear()
    const made = make(key)
    known.set(key, made)
    return made
  }
}
