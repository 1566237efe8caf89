/** Dice that fall the same way for the same name. @see G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003) */
export function random(name) {
  let state = [...name].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) >>> 0, 2463534242)
  const next = () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  const between = (least, most) => least + Math.floor(next() * (most - least + 1))
  const pick = (list) => list[between(0, list.length - 1)]
  const some = (list, count) => {
    const left = [...list]
    return Array.from({ length: count }, () => left.splice(between(0, left.length - 1), 1)[0])
  }
  return { between, pick, some }
}
