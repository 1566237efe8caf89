import { runCommandLine } from '../src/cli/command-line.ts'
import type { Machine } from '../src/cli/machine.ts'
import type { InputStream, Terminal } from '../src/cli/terminal.ts'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order in which they were written. */
  readonly screen: string
}

export interface RunMOptions {
  readonly env?: Terminal['env']
  /** Whether the streams are a person's terminal. @default false */
  readonly isTTY?: boolean
  /** @default nothing, as from /dev/null */
  readonly stdin?: string | InputStream
  readonly machine?: Partial<Machine>
  readonly signal?: AbortSignal
  /** Sees everything that is written. */
  readonly onWrite?: (text: string) => void
  /** Whether every time limit is over at once. @default false: none ever is */
  readonly isLate?: boolean
}

/** A server that is not there, a hub that is not asked. */
const alone = { OLLAMA_HOST: 'http://127.0.0.1:1', HF_HUB_OFFLINE: '1' }

const fakeMachine: Machine = {
  node: '22.1.0',
  neededNode: '>=20.19.0',
  platform: 'linux',
  arch: 'x64',
  cores: 4,
  totalBytes: 16e9,
  freeBytes: 8e9,
  home: '/home/ada',
  run: () => Promise.resolve({ code: 0, stdout: '', stderr: '' }),
  hasPackage: () => true,
  freeDiskBytes: () => Promise.resolve(50e9),
  isWritable: () => Promise.resolve(true),
}

/** Runs the command line in this process, on a terminal of its own. */
export async function runM(args: readonly string[], options: RunMOptions = {}): Promise<Outcome> {
  const { env, isTTY, stdin = '', machine, signal, onWrite, isLate } = options
  const written = { stdout: '', stderr: '', screen: '' }
  const write = (stream: 'stdout' | 'stderr') => (text: string) => {
    written[stream] += text
    written.screen += text
    onWrite?.(text)
  }
  const terminal: Terminal = {
    stdin: typeof stdin === 'string' ? piped(stdin) : stdin,
    stdout: { write: write('stdout'), isTTY },
    stderr: { write: write('stderr'), isTTY },
    env: { ...alone, ...env },
    signal: signal ?? new AbortController().signal,
    machine: () => Promise.resolve({ ...fakeMachine, ...machine }),
    now: () => 0,
    after: (_, call) => {
      if (isLate) queueMicrotask(call)
      return () => {}
    },
  }
  const code = await runCommandLine(args, terminal, () => Promise.resolve('1.2.3'))
  return { code, ...written }
}

async function* piped(text: string): AsyncGenerator<string> {
  yield text
}
