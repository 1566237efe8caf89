import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../http/measure.mjs'

/** The Mellea that the program is compared with. */
const release = '0.8.0'
const environment = join(tmpdir(), `mellea-bench-python-${release}`)

/** The same program in Python's Mellea and in ours: what a call costs, and how long until the first answer. */
export async function measure({ quick }) {
  const missing = install()
  if (missing) return { skipped: missing }
  const server = await startServer()
  const address = `${server.address}/bulk/40`
  const languages = {
    'Mellea, Python': {
      program: [join(environment, 'bin/python'), join(import.meta.dirname, 'program.py')],
      calls: quick ? 50 : 300,
    },
    mellea: {
      program: [process.execPath, join(import.meta.dirname, 'program.mjs')],
      calls: quick ? 500 : 2000,
    },
  }
  const rows = Object.fromEntries(
    ['one at a time', '16 at a time', 'start'].map((name) => [name, { cpu: {}, wall: {} }]),
  )
  const rss = {}
  try {
    for (let round = 0; round < (quick ? 2 : 9); round++) {
      for (const [name, { program, calls }] of Object.entries(languages)) {
        const note = (row, { cpu, wall }) => {
          ;(rows[row].cpu[name] ??= []).push(cpu)
          ;(rows[row].wall[name] ??= []).push(wall)
        }
        for (const [row, concurrency] of [
          ['one at a time', 1],
          ['16 at a time', 16],
        ]) {
          const said = run(program, [address, calls, concurrency])
          note(row, { cpu: said.cpuMicros, wall: said.wallMicros })
          rss[name] = said.rssMB
        }
        const started = performance.now()
        const { first } = run(program, [address, 0, 1])
        note('start', { cpu: first.cpuMs, wall: performance.now() - started })
      }
    }
  } finally {
    server.stop()
  }
  return { release, python: version(), rows, rss }
}

/** Into a folder outside of the checkout; says why where that cannot be done. */
function install() {
  const python = join(environment, 'bin/python')
  if (existsSync(python) && installed(python)) return undefined
  for (const [command, ...options] of [
    ['python3', '-m', 'venv', environment],
    [python, '-m', 'pip', 'install', '--quiet', '--no-input', `mellea==${release}`],
  ]) {
    const { status, stderr, error } = spawnSync(command, options, { encoding: 'utf8' })
    if (status !== 0)
      return `\`${command} ${options.join(' ')}\`: ${error?.message ?? stderr.trim().split('\n').at(-1)}`.replaceAll(
        environment,
        'venv',
      )
  }
  return installed(python) ? undefined : `mellea ${release} was installed and cannot be imported`
}

function installed(python) {
  const { stdout } = spawnSync(python, ['-c', 'import importlib.metadata as m; print(m.version("mellea"))'], {
    encoding: 'utf8',
  })
  return stdout?.trim() === release
}

function version() {
  return spawnSync(join(environment, 'bin/python'), ['-V'], { encoding: 'utf8' }).stdout.trim()
}

function run([command, ...options], more) {
  const { status, stdout, stderr } = spawnSync(command, [...options, ...more.map(String)], {
    encoding: 'utf8',
  })
  const line = stdout.split('\n').find((each) => each.startsWith('@{'))
  if (status !== 0 || !line) throw new Error(`${command}: ${stderr.slice(-2000)}`)
  return JSON.parse(line.slice(1))
}
