import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const tracer = pathToFileURL(join(import.meta.dirname, 'trace-loads.mjs')).href

/** The files that a module and what it imports are made of, the module itself included. */
export function loadedFiles(file, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mellea-bench-'))
  const trace = join(folder, 'trace.json')
  try {
    const { status, stderr } = spawnSync(process.execPath, ['--import', tracer, file], {
      encoding: 'utf8',
      env: { ...process.env, NODE_NO_WARNINGS: '1', BENCH_TRACE: trace, ...env },
    })
    if (status !== 0) throw new Error(stderr.slice(-2000))
    return JSON.parse(readFileSync(trace, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
