import type { JsonObject } from '../../core/json.ts'
import type { CodeFault } from './code-fault.ts'
import { runCommand, type CommandResult } from './run-command.ts'

interface TscRun {
  /** The compiler's file. */
  readonly tsc: string
  readonly code: string
  readonly compilerOptions: JsonObject
  /** A tsconfig.json whose options hold, too, and whose folder the code is thought to be in. */
  readonly tsconfig?: string | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What the compiler said. */
export type TscResult =
  | { readonly type: 'done'; readonly faults: readonly CodeFault[]; readonly javascript: string | undefined }
  | { readonly type: 'timeout' }
  | { readonly type: 'broken'; readonly message: string }

/** Compiles one file in a process of its own: it can be stopped, and any version of the compiler does it the same way. */
export async function runTsc(run: TscRun): Promise<TscResult> {
  const { mkdir, mkdtemp, readFile, rm, writeFile } = process.getBuiltinModule('node:fs/promises')
  const path = process.getBuiltinModule('node:path')
  const base = run.tsconfig === undefined ? undefined : path.resolve(run.tsconfig)
  // below the project's folder its packages are found
  const parent = base
    ? path.join(path.dirname(base), 'node_modules', '.cache')
    : process.getBuiltinModule('node:os').tmpdir()
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(path.join(parent, 'mellea-'))
  try {
    await writeFile(path.join(folder, 'answer.ts'), run.code)
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(configOf(run, base, folder)))
    const result = await runCommand({
      file: process.execPath,
      args: [run.tsc, '-p', 'tsconfig.json', '--pretty', 'false'],
      cwd: folder,
      timeoutMs: run.timeoutMs,
      signal: run.signal,
    })
    const javascript = await readFile(path.join(folder, 'out', 'answer.js'), 'utf8').catch(() => undefined)
    return resultOf(result, javascript)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function configOf({ compilerOptions }: TscRun, base: string | undefined, folder: string): JsonObject {
  // null takes back what the base says
  const ofBase = { composite: false, incremental: false, declaration: false, rootDir: null, outDir: null }
  const path = process.getBuiltinModule('node:path')
  const project = base ? { ...ofBase, rootDirs: [folder, path.dirname(base)] } : {}
  return {
    ...(base && { extends: base }),
    compilerOptions: { ...project, ...compilerOptions },
    files: ['answer.ts'],
    include: [],
  }
}

function resultOf(
  { stdout, stderr, exitCode, stoppedFor }: CommandResult,
  javascript: string | undefined,
): TscResult {
  if (stoppedFor) return { type: 'timeout' }
  const faults = faultsIn(stdout)
  if (faults.length > 0 || exitCode === 0 || javascript !== undefined)
    return { type: 'done', faults, javascript }
  return { type: 'broken', message: `tsc ended with ${exitCode}: ${(stdout || stderr).trim().slice(0, 500)}` }
}

/** `answer.ts(1,2): error TS2322: …`, and lines that go on with more space before them. */
function faultsIn(output: string): readonly CodeFault[] {
  const faults: CodeFault[] = []
  let isOurs = false
  for (const row of output.split(/\r?\n/)) {
    const [, line, column, code, message] = /^answer\.ts\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(row) ?? []
    const last = faults.at(-1)
    if (line !== undefined)
      faults.push({ line: Number(line), column: Number(column), message: `${message} (${code})` })
    else if (isOurs && last && /^\s+\S/.test(row))
      faults[faults.length - 1] = { ...last, message: `${last.message} ${row.trim()}` }
    isOurs = line !== undefined || (isOurs && /^\s/.test(row))
  }
  return faults
}
