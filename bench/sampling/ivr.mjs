/**
 * `npm run bench:ivr -- --model small.gguf --larger large.gguf`: what strategies bring, and what they cost, on a fixed set of tasks with
 * functional checks; and how many drafts a vote needs. It writes IVR.md and its plots.
 *
 * tasks, voting, judges, report   only these parts; by default all
 * --model <id>    the small model: a GGUF file, or any name that `LocalHFBackend` takes
 * --larger <id>   the model that a cascade goes on to
 * --seed <n>      of the drafts (default 1)
 * --fresh         forget what a run before has left; without it a run goes on where it was stopped
 * --ref, --built  which library, as for `npm run bench`
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { installLibrary } from '../lib/library.mjs'
import { machine } from '../lib/machine.mjs'
import { saveResults } from '../lib/results.mjs'

const parts = ['tasks', 'voting', 'judges', 'report']
const folder = join(import.meta.dirname, 'ivr')
const results = join(folder, 'results')
const cache = join(import.meta.dirname, '../.cache/ivr')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    larger: { type: 'string' },
    seed: { type: 'string', default: '1' },
    fresh: { type: 'boolean', default: false },
    ref: { type: 'string', default: 'HEAD' },
    built: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => !parts.includes(name))
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${parts.join(', ')}`)
const chosen = parts.filter((name) => positionals.length === 0 || positionals.includes(name))
if (values.fresh) rmSync(cache, { recursive: true, force: true })
mkdirSync(cache, { recursive: true })
const library = chosen.some((name) => name !== 'report') ? installLibrary(values) : undefined
const needsModel = (name) => {
  if (!values[name]) throw new Error(`give --${name}: a GGUF file, or a model that LocalHFBackend can fetch`)
  return values[name]
}

if (chosen.includes('tasks')) {
  const { runTasks } = await import('./ivr/run-tasks.mjs')
  const { compact } = await import('./ivr/compact-runs.mjs')
  const [small, large] = await Promise.all(['model', 'larger'].map((name) => open(needsModel(name), 'tasks')))
  const tasks = JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8'))
  const file = join(cache, 'runs.jsonl')
  await runTasks({ tasks, small, large, file, seed: Number(values.seed) })
  const models = { small: small.modelId, large: large.modelId }
  saveResults('tasks', { library, models, machine: machine(), ...compact(file) }, results)
}
if (chosen.includes('voting')) {
  const { measureVoting } = await import('./ivr/measure-voting.mjs')
  const measured = await measureVoting({
    model: () => open(needsModel('model'), 'voting'),
    seed: Number(values.seed),
  })
  saveResults('voting', { library, machine: machine(), ...measured }, results)
}
if (chosen.includes('judges')) {
  const { measureJudges } = await import('./ivr/measure-judges.mjs')
  saveResults('judges', { library, ...(await measureJudges(Number(values.seed))) }, results)
}
if (chosen.includes('report')) {
  const { writeIvrReport } = await import('./ivr/report.mjs')
  writeIvrReport()
}
// the engine's threads would keep the process alive
process.exit()

/** What a part has generated is kept, so that a run can go on. */
async function open(model, part) {
  const { LocalHFBackend } = await import('mellea/backends/huggingface')
  const { KeptGenerations } = await import('./ivr/kept-generations.mjs')
  const name = basename(model, '.gguf')
  const inner = new LocalHFBackend({ modelId: model, threads: 1, contextSize: 2048 })
  return new KeptGenerations(inner, { file: join(cache, `${part}-${name.replaceAll('/', '_')}.jsonl`), name })
}
