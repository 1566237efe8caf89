/** A small generator of chance that repeats (mulberry32): from 0 up to 1. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const keys = ['a', 'b', 'name', '', '__proto__', 'constructor', '0', '12', 'a.b', 'é🌊']
const numbers = ['0', '-0', '7', '-12.5', '1e400', '1E-7', '2.5e+3', '12345678901234567890', '1e-400']
const letters = ['x', 'yz', ' ', 'é', '🌊', '\u2028', '\\n', '\\"', '\\\\', '\\/', '\\b', '\\u0041']
// halves of characters, alone and together
const halves = ['\\ud83d', '\\udf0a', '\\uD83D\\uDF0A', '\ud83d', '\udf0a']

/** The text of a random JSON object or array, as models and others write it: any white space, any escape, keys more than once. */
export function randomJson(next: () => number, depth = 4): string {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? ''
  const space = (): string => (next() < 0.7 ? '' : pick([' ', '\n', '\t', '\r\n', '  ']))
  const many = (make: () => string): string =>
    Array.from({ length: Math.floor(next() * 5) }, () => `${space()}${make()}${space()}`).join(',')
  const text = (): string =>
    `"${Array.from({ length: Math.floor(next() * 6) }, () => pick(next() < 0.15 ? halves : letters)).join('')}"`
  const container = (left: number): string =>
    next() < 0.5
      ? `[${many(() => value(left)) || space()}]`
      : `{${many(() => `"${pick(keys)}"${space()}:${space()}${value(left)}`) || space()}}`
  const value = (left: number): string => {
    const dice = next()
    if (left > 0 && dice < 0.45) return container(left - 1)
    if (dice < 0.65) return text()
    return dice < 0.85 ? pick(numbers) : pick(['true', 'false', 'null'])
  }
  return container(depth)
}

/** The text in pieces of 1 to 12 characters, mostly small ones. */
export function randomPieces(text: string, next: () => number): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    const size = 1 + Math.floor(next() ** 2 * 12)
    pieces.push(text.slice(at, at + size))
    at += size
  }
  return pieces
}
