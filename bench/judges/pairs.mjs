import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../test/labelled-rules')

/** Numbers from 0 up to 1 that are the same for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function shuffled(all, random) {
  return all
    .map((each) => ({ each, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ each }) => each)
}

/** So many pairs of every kind that meet their instruction, and as many that do not. */
export function samplePairs(perSide, random) {
  const all = ['generated', 'hand-written'].flatMap((file) =>
    JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')),
  )
  const kinds = [...new Set(all.map(({ kind }) => kind))]
  const chosen = kinds.flatMap((kind) =>
    [true, false].flatMap((met) =>
      shuffled(
        all.filter((pair) => pair.kind === kind && pair.truth === met),
        random,
      ).slice(0, perSide),
    ),
  )
  return shuffled(chosen, random).map(({ kind, instruction, output, truth }) => ({
    kind,
    requirement: instruction,
    output,
    met: truth,
  }))
}

/**
 * Outputs with several requirements each, its own and those of others, half of them met as far as can be. What another one's
 * requirement is worth here is known from its code check, of kinds that were never wrong on labelled pairs.
 */
export async function groups(pairs, { size, count, random, check }) {
  const made = []
  const known = pairs.filter(({ kind }) => kind !== 'sentences' && kind !== 'language')
  for (const own of known) {
    if (made.length === count) break
    const others = []
    const kinds = new Set([own.kind])
    for (const { kind, requirement } of shuffled(known, random)) {
      if (kinds.has(kind)) continue
      kinds.add(kind)
      others.push({ kind, requirement, met: await check(requirement, own.output) })
    }
    const wanted = Math.floor(size / 2)
    const met = others.filter((each) => each.met).slice(0, wanted - Number(own.met))
    const unmet = others.filter((each) => !each.met).slice(0, size - wanted - Number(!own.met))
    const rest = [{ kind: own.kind, requirement: own.requirement, met: own.met }, ...met, ...unmet]
    if (rest.length === size) made.push({ output: own.output, requirements: shuffled(rest, random) })
  }
  return made
}
