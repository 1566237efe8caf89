import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { measureInTurn } from '../lib/crew.mjs'
import { spread } from '../lib/stats.mjs'
import { clients } from './json-clients.mjs'
import { sameAsParse } from './same-as-parse.mjs'

const names = Object.keys(clients)
const own = names.filter((name) => name.startsWith('mellea'))

/** What it costs to look into an object while it is written, by its size; and whether what is seen is right. */
export async function measure({ quick }) {
  const sizes = quick ? [4, 16, 65, 256] : [4, 16, 65, 256, 1024]
  // theirs grows with the square of the size: at 65 KB a single answer takes some fifteen seconds
  const most = quick ? 16 : 32
  const cpu = {}
  const wall = {}
  for (const kilobytes of [...new Set([...sizes, most])].toSorted((a, b) => a - b)) {
    const chosen = names.filter((name) => (kilobytes <= most ? true : own.includes(name)))
    const options = { kilobytes }
    const calls = kilobytes > 16 ? 1 : 4
    const jobs = Object.fromEntries(chosen.map((name) => [name, { calls, options }]))
    const rounds = quick ? 5 : 9
    const module = join(import.meta.dirname, 'json-clients.mjs')
    const measured = await measureInTurn({ module, jobs, rounds, warmUps: kilobytes <= most ? 2 : 5 })
    cpu[kilobytes] = milliseconds(measured.cpu)
    wall[kilobytes] = milliseconds(measured.wall)
    console.log(
      `${kilobytes} KB: ${chosen.map((name) => `${name} ${spread(cpu[kilobytes][name]).median.toFixed(1)} ms`).join(', ')}`,
    )
  }
  // of small answers the noise is larger
  const memory = Object.fromEntries(
    sizes.filter((size) => size > 16).map((kilobytes) => [kilobytes, memoryOf(kilobytes)]),
  )
  const slopes = Object.fromEntries(names.map((name) => [name, slope(cpu, name)]))
  const documents = quick ? 20_000 : 1_000_000
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`${documents} random documents from the seed ${seed}`)
  return {
    unit: 'ms of CPU an answer',
    cpu,
    wall,
    slopes,
    memory,
    same: await sameAsParse({ documents, seed }),
  }
}

function milliseconds(rows) {
  return Object.fromEntries(
    Object.entries(rows).map(([name, values]) => [name, values.map((value) => value / 1000)]),
  )
}

/** Of log CPU over log size: 1 is linear, 2 is quadratic. Small answers cost what every call costs, and are left out where there are larger ones. */
function slope(cpu, name) {
  const all = Object.keys(cpu).filter((kilobytes) => cpu[kilobytes][name])
  const points = all
    .filter((kilobytes) => Number(kilobytes) >= (all.some((each) => Number(each) > 32) ? 16 : 4))
    .map((kilobytes) => [Math.log(Number(kilobytes)), Math.log(spread(cpu[kilobytes][name]).median)])
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const rise = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return rise / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}

function memoryOf(kilobytes) {
  const file = join(import.meta.dirname, 'memory.mjs')
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', file, String(kilobytes)], { encoding: 'utf8' }),
  )
}
