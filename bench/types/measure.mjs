import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programs, schema } from './programs.mjs'

const bench = join(import.meta.dirname, '..')
const folder = join(bench, '.cache/types')

const compilers = {
  7: join(bench, 'node_modules/typescript'),
  5.9: join(bench, 'node_modules/typescript-5'),
}

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom', 'dom.asynciterable'],
  module: 'nodenext',
  moduleDetection: 'force',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

/** What a type checker does for a program, beyond what its schema alone costs. */
export async function measure({ quick }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'empty.ts'), 'export {}\n')
  writeFileSync(join(folder, 'schema.ts'), schema)
  const cost = {}
  for (const version of Object.keys(compilers)) {
    cost[version] = {}
    const empty = check(version, 'empty')
    const bare = check(version, 'schema')
    for (const [name, { hello, full }] of Object.entries(programs)) {
      const file = name.replaceAll(' ', '-')
      writeFileSync(join(folder, `${file}-hello.ts`), hello)
      writeFileSync(join(folder, `${file}-full.ts`), full)
      cost[version][name] = {
        hello: beyond(best(version, `${file}-hello`, quick), empty),
        full: beyond(best(version, `${file}-full`, quick), name === 'ax' ? empty : bare),
      }
    }
  }
  return { unit: 'instantiations', cost }
}

function beyond(whole, part) {
  return {
    instantiations: whole.instantiations - part.instantiations,
    types: whole.types - part.types,
    lines: whole.lines - part.lines,
    seconds: whole.seconds,
    memoryMB: whole.memoryMB,
  }
}

/** Counts are the same each time; of the times the shortest is the compiler's own. */
function best(version, file, quick) {
  const all = Array.from({ length: quick ? 1 : 5 }, () => check(version, file))
  return all.reduce((least, each) => (each.seconds < least.seconds ? each : least))
}

function check(version, file) {
  const project = join(folder, `${file}.json`)
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [`${file}.ts`] }))
  const compiler = compilers[version]
  const { bin } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'))
  const options = [
    '-p',
    project,
    '--extendedDiagnostics',
    '--pretty',
    'false',
    ...(version === '7' ? ['--singleThreaded'] : []),
  ]
  const { status, stdout } = spawnSync(process.execPath, [join(compiler, bin.tsc), ...options], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${file} under TypeScript ${version}:\n${stdout.slice(0, 2000)}`)
  const number = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
  const lines = [...stdout.matchAll(/^Lines[^:]*:\s+(\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
  return {
    instantiations: number('Instantiations'),
    types: number('Types'),
    lines,
    seconds: number('Total time'),
    memoryMB: Math.round(number('Memory used') / 1024),
  }
}
