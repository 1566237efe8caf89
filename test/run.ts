import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root: string = fileURLToPath(new URL('..', import.meta.url))

export interface RunOptions {
  readonly cwd?: string
  readonly shell?: boolean
}

export interface RunResult {
  readonly status: number | null
  readonly stdout: string
  /** Both streams, for people. */
  readonly output: string
}

/** Runs a program to its end, without colours. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined }
  const child = spawn(program, args, { cwd: root, ...options, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, stdout, output: output.trim() }))
  })
}

/** Runs the command of an installed development tool on any platform. */
export async function tool(
  packageName: string,
  args: readonly string[],
  command: string = packageName,
): Promise<RunResult> {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const file = typeof bin === 'string' ? bin : bin[command]
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`)
  return run(process.execPath, [join(folder, file), ...args])
}

interface Manifest {
  readonly bin: string | Readonly<Record<string, string>>
}

/** Runs `npm`, which is a batch file on Windows. */
export async function npm(...args: readonly string[]): Promise<RunResult> {
  return run('npm', args, { shell: process.platform === 'win32' })
}

/** Fails with what the program said. */
export function assertClean({ status, output }: RunResult, said: string = output): void {
  if (status !== 0) throw new Error(said || `ended with ${status}`)
}
