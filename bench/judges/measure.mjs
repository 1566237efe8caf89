/**
 * `npm run bench:judges -- --model small.gguf --model large.gguf`: what a judge is worth, on labelled pairs of a requirement and an output.
 *
 * --model <id>    a GGUF file, or any name that `LocalHFBackend` takes; may be repeated
 * --per-kind <n>  pairs of each kind that are met, and as many that are not (default 2)
 * --groups <n>    outputs with four requirements each, for the judge that is asked of all at once (default 24)
 * --minutes <n>   CPU that may be used, of all models together (default 12); what is not measured by then is left out and said so
 * --seed <n>      of the sample and of its halves (default 1)
 * --threads <n>   of the engine (default 1: on a busy machine threads wait for each other, and that counts as CPU)
 *
 * --report-only   writes the page anew from results.json
 *
 * Ctrl-C ends the part that runs: what it has is written. Measures `dist/`: run `npm run build` first. Writes results.json and REPORT.md beside this file.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { LocalHFBackend } from '../../dist/backends/huggingface.js'
import { MelleaSession } from '../../dist/index.js'
import { compileRequirement } from '../../dist/requirements/index.js'
import { measureBatch } from './measure-batch.mjs'
import { measurePairs } from './measure-pairs.mjs'
import { groups, samplePairs, seeded } from './pairs.mjs'
import { report } from './report.mjs'

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true },
    'per-kind': { type: 'string', default: '2' },
    groups: { type: 'string', default: '24' },
    minutes: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    'report-only': { type: 'boolean', default: false },
  },
})
const file = (name) => join(import.meta.dirname, name)

async function checkByCode(requirement, output) {
  const verdict = await compileRequirement(requirement).check.validate(output, {
    text: output,
    value: output,
  })
  return verdict === true || verdict?.status === 'pass' || (Array.isArray(verdict) && verdict[0] === true)
}

async function measureAll() {
  if (!values.model) throw new Error('give --model: a GGUF file, or a name that LocalHFBackend takes')
  const seed = Number(values.seed)
  const random = seeded(seed)
  const pairs = samplePairs(Number(values['per-kind']), random)
  const grouped = await groups(pairs, { size: 4, count: Number(values.groups), random, check: checkByCode })
  const code = []
  for (const { requirement, output, met } of pairs)
    code.push((await checkByCode(requirement, output)) === met)
  let interrupts = 0
  process.on('SIGINT', () => (interrupts += 1))
  const budget = Number(values.minutes) * 60
  const began = cpuSeconds()
  const models = []
  for (const [index, modelId] of values.model.entries()) {
    const share = (budget - (cpuSeconds() - began)) / (values.model.length - index)
    const until = cpuSeconds() + share
    const backend = new LocalHFBackend({ modelId, threads: Number(values.threads), contextSize: 2048 })
    const m = new MelleaSession({ backend })
    let stops = interrupts
    const isOver = (part) => {
      if (interrupts > stops) return ((stops = interrupts), true)
      return cpuSeconds() > until - share * (1 - part)
    }
    const start = cpuSeconds()
    const single = await measurePairs(m, pairs, { random, isOver: () => isOver(0.6), code })
    const batch = await measureBatch(m, grouped, { random, isOver: () => isOver(1) })
    await backend[Symbol.asyncDispose]()
    models.push({ model: basename(modelId), cpuSeconds: Math.round(cpuSeconds() - start), single, batch })
  }
  return { seed, pairs: pairs.length, groups: grouped.length, machine: cpus()[0]?.model, models }
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

if (!values['report-only'])
  writeFileSync(file('results.json'), `${JSON.stringify(await measureAll(), null, 2)}\n`)
writeFileSync(file('REPORT.md'), report(JSON.parse(readFileSync(file('results.json'), 'utf8'))))
