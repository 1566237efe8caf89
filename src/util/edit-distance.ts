/** How many letters to insert, delete or replace to make `b` of `a` (Levenshtein, two rows). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The one of `known` that `name` was probably meant to be, if any is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const limit = name.length < 5 ? 1 : 2
  let best: string | undefined
  let least = limit + 1
  for (const each of known) {
    if (Math.abs(each.length - name.length) > limit) continue
    const distance = editDistance(name.toLowerCase(), each.toLowerCase())
    if (distance < least) [best, least] = [each, distance]
  }
  return best
}
