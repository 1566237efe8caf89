import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root, run } from './run.ts'

export interface Loaded {
  readonly files: readonly string[]
  readonly stdout: string
}

/** Runs a module in a process of its own and tells which files were loaded, the module itself included. */
export async function loadedFiles(file: string): Promise<Loaded> {
  const tracer = pathToFileURL(join(root, 'test/gates/trace-imports.mjs')).href
  const { status, stdout, output } = await run(process.execPath, ['--import', tracer, file])
  if (status !== 0) throw new Error(output)
  const [loads, rest] = [true, false].map((wanted) =>
    stdout.split('\n').filter((line) => line.startsWith('loaded ') === wanted),
  )
  const files = (loads ?? []).map((line) => fileURLToPath(line.slice('loaded '.length)))
  return { files, stdout: (rest ?? []).join('\n') }
}
