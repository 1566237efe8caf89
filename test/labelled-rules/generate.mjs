/**
 * Writes `generated.json`: instructions that are rules, outputs that keep or break them, and which it is. The truth is known
 * because each output is built to have so many of something; nothing here counts what it has built.
 *
 * `node test/labelled-rules/generate.mjs`
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { random } from './random.mjs'
import { kinds } from './kinds.mjs'

const pairsOfKind = 14
const pairs = Object.entries(kinds).flatMap(([kind, make]) => {
  const dice = random(kind)
  return Array.from({ length: pairsOfKind }, (_, index) => ({ kind, ...make(dice, index % 2 === 0) }))
})
writeFileSync(
  join(import.meta.dirname, 'generated.json'),
  `[\n${pairs.map((pair) => `  ${JSON.stringify(pair)}`).join(',\n')}\n]\n`,
)
