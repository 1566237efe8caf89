/**
 * `npm run bench` measures everything and writes the report; `npm run bench -- overhead http` only these parts.
 *
 * --quick      few rounds, to see that everything works; its numbers are not for the report
 * --ref <ref>  the commit of the library to measure (default HEAD), built in a folder of its own
 * --built <f>  a folder with the library, built already, instead
 * --wait <s>   wait so long for a quiet machine (load below 1.2) before each part (default 0)
 */
import { parseArgs } from 'node:util'
import { installLibrary } from './lib/library.mjs'
import { machine, quietMachine } from './lib/machine.mjs'
import { saveResults } from './lib/results.mjs'

const parts = {
  overhead: () => import('./overhead/measure.mjs'),
  http: () => import('./http/measure.mjs'),
  import: () => import('./startup/measure-import.mjs'),
  bundle: () => import('./startup/measure-bundle.mjs'),
  types: () => import('./types/measure.mjs'),
  'json-stream': () => import('./sampling/measure-json.mjs'),
  'stop-early': () => import('./sampling/measure-stop.mjs'),
  streams: () => import('./streams/measure.mjs'),
  python: () => import('./python/measure.mjs'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    ref: { type: 'string', default: 'HEAD' },
    built: { type: 'string' },
    wait: { type: 'string', default: '0' },
  },
})
const { quick } = values
const known = [...Object.keys(parts), 'report', 'library', 'profile']
const unknown = positionals.filter((name) => !known.includes(name))
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${known.join(', ')}`)
const chosen = positionals.length > 0 ? positionals : [...Object.keys(parts), 'report']

// a report is written from results: it needs no library
const library = chosen.some((name) => name !== 'report') ? installLibrary(values) : undefined
if (library) console.log(`mellea ${library.version} of commit ${library.commit.slice(0, 12)}`)

for (const name of chosen) {
  if (name === 'library') continue
  if (name === 'report') {
    const { writeReport } = await import('./lib/report.mjs')
    process.exitCode = writeReport() ? 0 : 1
    continue
  }
  if (name === 'profile') {
    const { profile } = await import('./lib/profile.mjs')
    await profile()
    continue
  }
  const { measure } = await parts[name]()
  await quietMachine(Number(values.wait))
  const before = machine()
  console.log(`\n${name} (load ${before.load})`)
  const measured = await measure({ quick })
  const after = machine()
  saveResults(name, { library, quick, machine: { ...before, load: [before.load, after.load] }, ...measured })
}
