import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../.cache/profiles')
const runner = join(import.meta.dirname, 'profiled.mjs')

/** Shows where our own time goes, in a warm process: the functions that cost most. */
export async function profile() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const what of ['overhead', 'unary', 'tokens']) {
    const options = [
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-name=${what}.cpuprofile`,
      '--cpu-prof-interval=200',
    ]
    const { status } = spawnSync(process.execPath, [...options, runner, what], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`${what} failed`)
  }
  for (const file of readdirSync(folder)) {
    console.log(`\n${file}`)
    for (const { name, share } of hottest(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
      console.log(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`)
  }
}

function hottest({ nodes, samples, timeDeltas }) {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}`,
    ]),
  )
  const spent = new Map()
  for (const [index, id] of samples.entries())
    spent.set(names.get(id), (spent.get(names.get(id)) ?? 0) + timeDeltas[index])
  const total = timeDeltas.reduce((sum, each) => sum + each, 0)
  return [...spent]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 25)
    .map(([name, micros]) => ({ name, share: micros / total }))
}
