#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { runCommandLine } from './command-line.ts'
import { ExitCode, type Terminal } from './terminal.ts'

const interrupt = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    // whoever insists does not want to wait
    if (interrupt.signal.aborted) process.exit(ExitCode.interrupted)
    interrupt.abort()
  })

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
  now: () => performance.now(),
}

async function version(): Promise<string> {
  const { version: text } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as {
    readonly version: string
  }
  return text
}

async function main(): Promise<void> {
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), terminal, version)
  } catch (error) {
    console.error(error)
    process.exitCode = ExitCode.failed
  }
}

void main()
