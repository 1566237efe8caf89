import type { ChildProcess, SpawnOptionsWithoutStdio } from 'node:child_process'
import { onAbort } from '../../util/on-abort.ts'

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string | undefined
  /** The whole environment. @default the one of this process */
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly input?: string | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Looks at the running process now and then; true ends it. */
  readonly isTooMuch?: ((pid: number) => boolean) | undefined
}

/** How a command ended. */
export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly stoppedFor: 'time' | 'too-much' | undefined
}

const lookEveryMs = 50
const mostOutput = 1_000_000

/** Runs a program to its end, or kills it, with what it started, when time is up or the signal aborts. */
export function runCommand(command: Command): Promise<CommandResult> {
  const { file, args, cwd, env, input = '', timeoutMs, signal, isTooMuch } = command
  signal.throwIfAborted()
  const { spawn } = process.getBuiltinModule('node:child_process')
  const isGroup = process.platform !== 'win32'
  const options: SpawnOptionsWithoutStdio = { cwd, detached: isGroup, windowsHide: true, ...(env && { env }) }
  const child = spawn(file, args, options)
  const output = { stdout: '', stderr: '' }
  let stoppedFor: CommandResult['stoppedFor']
  const stop = (why: CommandResult['stoppedFor']): void => {
    stoppedFor ??= why
    kill(child, isGroup)
  }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text.slice(0, mostOutput - output[name].length)
    })
  // a program that ends before it has read all is no failure of ours
  child.stdin.on('error', () => {}).end(input)
  const clock = setTimeout(() => stop('time'), timeoutMs)
  const look =
    isTooMuch && setInterval(() => child.pid && isTooMuch(child.pid) && stop('too-much'), lookEveryMs)
  return new Promise<CommandResult>((resolve, reject) => {
    const forget = onAbort(signal, () => stop(undefined))
    child.on('error', reject).on('close', (exitCode) => {
      forget()
      if (signal.aborted) reject(signal.reason)
      else resolve({ ...output, exitCode, stoppedFor })
    })
  }).finally(() => {
    clearTimeout(clock)
    clearInterval(look)
  })
}

function kill(child: ChildProcess, isGroup: boolean): void {
  try {
    if (isGroup && child.pid) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // it has ended by itself
  }
}
