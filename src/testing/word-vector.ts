/**
 * A vector for a text, always the same: texts that share words are near each other, others are not. Of unit length. No model, no
 * meaning: for tests of programs that look for neighbours.
 */
export function wordVector(text: string, dimensions = 64): readonly number[] {
  const sums = Array.from({ length: dimensions }, () => 0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text])
    for (let at = 0; at < dimensions; at++) sums[at] = (sums[at] ?? 0) + signOf(`${at} ${word}`)
  const length = Math.hypot(...sums)
  // numbers of 32 bits, as servers give them
  return sums.map((sum) => Math.fround(length === 0 ? 1 / Math.sqrt(dimensions) : sum / length))
}

/** 1 or -1, by a hash (FNV-1a). */
function signOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) & 1 ? 1 : -1
}
