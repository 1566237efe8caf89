#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { systemClock } from '../core/clock.ts'
import { runCommandLine } from './command-line.ts'
import { ExitCode, type Terminal } from './terminal.ts'

const interrupt = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    // whoever insists does not want to wait
    if (interrupt.signal.aborted) process.exit(ExitCode.interrupted)
    interrupt.abort()
  })

// `m ask … | head -1`: nobody reads on, as after Ctrl-C
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  interrupt.abort()
})

const terminal: Terminal = {
  ...systemClock,
  // opened only when it is read
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
  machine: async () => {
    const [{ thisMachine }, { engines }] = await Promise.all([import('./machine.ts'), manifest()])
    return thisMachine(engines.node)
  },
}

interface Manifest {
  readonly version: string
  readonly engines: { readonly node: string }
}

async function manifest(): Promise<Manifest> {
  return JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest
}

async function version(): Promise<string> {
  return (await manifest()).version
}

async function main(): Promise<void> {
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), terminal, version)
  } catch (error) {
    console.error(error)
    process.exitCode = ExitCode.internal
  }
}

void main()
