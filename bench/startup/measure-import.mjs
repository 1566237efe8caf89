import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadedFiles } from './loaded-files.mjs'

const folder = join(import.meta.dirname, '../.cache/import')

/** What a program imports before its first call; the first stands for Node itself. */
const programs = {
  'an empty module': [],
  mellea: ['mellea'],
  'mellea + OpenAI': ['mellea', 'mellea/backends/openai'],
  ollama: ['ollama'],
  'openai 6': ['openai'],
  'openai 7': ['openai-7'],
  'ai 6': ['ai', '@ai-sdk/openai-compatible'],
  'ai 7': ['ai-7', 'openai-compatible-3'],
  ax: ['@ax-llm/ax'],
  'langchain, OpenAI': ['@langchain/openai'],
  'langchain, Ollama': ['@langchain/ollama'],
}

/** How long it takes from nothing to a program that can make its first call. */
export async function measure({ quick }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const names = Object.keys(programs)
  const file = (name) => join(folder, `${names.indexOf(name)}.mjs`)
  for (const name of names)
    writeFileSync(file(name), programs[name].map((each) => `import '${each}'\n`).join(''))

  const loaded = Object.fromEntries(names.map((name) => [name, weigh(loadedFiles(file(name)), file(name))]))
  const cpu = Object.fromEntries(names.map((name) => [name, []]))
  const wall = Object.fromEntries(names.map((name) => [name, []]))
  const rss = {}
  // the first round only fills the disk's cache
  for (let round = -1; round < (quick ? 3 : 15); round++) {
    for (const name of names) {
      const took = run(file(name))
      if (round < 0) continue
      cpu[name].push(took.cpu)
      wall[name].push(took.wall)
      rss[name] = took.rss
    }
  }
  return { unit: 'ms', cpu, wall, rss, loaded }
}

function weigh(files, self) {
  const others = files.filter((file) => file !== self && file.includes('node_modules'))
  const bytes = others.reduce((sum, file) => sum + statSync(file).size, 0)
  return { files: others.length, bytes }
}

/** Measured from inside, from the start of the process to the end of its imports. */
function run(file) {
  const tail = `await import(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(); console.log('@' + JSON.stringify({ wall: performance.now(), cpu: (user + system) / 1000, rss: process.memoryUsage().rss / 1e6 })); process.exit(0)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', tail], {
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  const line = stdout.split('\n').find((each) => each.startsWith('@{'))
  if (!line) throw new Error(`${file}: ${stderr}`)
  return JSON.parse(line.slice(1))
}
