import { spawn } from 'node:child_process'

interface ProcessResult {
  /** The exit status; `null` when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface RunProcessOptions {
  readonly signal: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How the store runs a program. Rejects when it cannot be started, or with the signal's reason once it is aborted and the program is gone. */
export type RunProcess = (
  command: string,
  args: readonly string[],
  options: RunProcessOptions,
) => Promise<ProcessResult>

const GRACE_MS = 2000

/** Runs a program without a shell and collects what it prints; an abort asks it to end, then insists. */
export const runProcess: RunProcess = (command, args, { signal, env }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reasonOf(signal))
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    let insist: NodeJS.Timeout | undefined
    const stop = (): void => {
      child.kill('SIGTERM')
      insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
    }
    signal.addEventListener('abort', stop, { once: true })
    const settle = (act: () => void): void => {
      clearTimeout(insist)
      signal.removeEventListener('abort', stop)
      if (signal.aborted) reject(reasonOf(signal))
      else act()
    }
    child.once('error', (error) => settle(() => reject(error)))
    child.once('close', (code) => settle(() => resolve({ code, ...output })))
  })

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason })
}
