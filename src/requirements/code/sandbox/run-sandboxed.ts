import { runCommand, type CommandResult } from '../run-command.ts'
import { sandboxFlags } from './sandbox-flags.ts'
import { sandboxHost, type SandboxInput } from './sandbox-host.ts'
import { preludeProgram, standalone } from './sandbox-prelude.ts'

export interface SandboxLimits {
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly signal: AbortSignal
}

/** What became of code in the sandbox. */
export type SandboxOutcome =
  | { readonly type: 'parsed' }
  | { readonly type: 'syntax'; readonly line: number; readonly column: number; readonly message: string }
  | { readonly type: 'import'; readonly specifier: string }
  /** Before the tests, or in a timer. */
  | { readonly type: 'threw'; readonly message: string }
  /** What it waits for at its top never comes. */
  | { readonly type: 'stuck' }
  | { readonly type: 'timeout' }
  | { readonly type: 'memory' }
  /** It changed something that is built in. */
  | { readonly type: 'changed'; readonly what: string }
  /** For each test '' when it passed, why not, or null when it never ended. */
  | { readonly type: 'tested'; readonly outcomes: readonly (string | null)[] }
  /** The process ended without a word. */
  | { readonly type: 'broken'; readonly message: string }

interface Sandboxed {
  readonly code: string
  /** Bodies of async functions. */
  readonly tests: readonly string[]
  readonly parseOnly?: boolean
}

/** What Node needs beside the heap that the code may fill. */
const nodeItselfMb = 160

/** Runs a module and tests of it in a process of its own that can reach nothing. */
export async function runSandboxed(
  { code, tests, parseOnly = false }: Sandboxed,
  { timeoutMs, memoryMb, signal }: SandboxLimits,
): Promise<SandboxOutcome> {
  if (!parseOnly && hasDynamicImport(code)) return { type: 'import', specifier: 'import()' }
  const hook = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const registered = tests.map((test) => `\n;${hook}(async () => {\n${test}\n})`)
  const source = `${code}\n${registered.join('')}`
  const input: SandboxInput = { source, hook, tests: tests.length, timeoutMs, parseOnly }
  const result = await runCommand({
    file: process.execPath,
    args: [...sandboxFlags(memoryMb), '-e', program()],
    // a folder that is always there; nothing in it can be read
    cwd: process.getBuiltinModule('node:os').tmpdir(),
    // Windows cannot start a process without it
    env: process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {},
    input: JSON.stringify(input),
    timeoutMs,
    signal,
    isTooMuch: (pid) => residentMb(pid) > memoryMb + nodeItselfMb,
  })
  return outcomeOf(result)
}

function program(): string {
  return `'use strict';${standalone(String(sandboxHost))}(require, ${JSON.stringify(preludeProgram())})`
}

function outcomeOf({ stdout, stderr, stoppedFor, exitCode }: CommandResult): SandboxOutcome {
  if (stoppedFor === 'time') return { type: 'timeout' }
  if (stoppedFor === 'too-much' || /heap out of memory|Allocation failed/.test(stderr))
    return { type: 'memory' }
  const end = stdout.indexOf('\n')
  const [word, text] = [stdout.slice(0, end), stdout.slice(end + 1)]
  if (word === 'parsed' || word === 'stuck' || word === 'timeout') return { type: word }
  if (word === 'import') return { type: word, specifier: text }
  if (word === 'threw') return { type: word, message: text }
  if (word === 'changed') return { type: word, what: text }
  if (word === 'tested') return { type: word, outcomes: JSON.parse(text) as readonly (string | null)[] }
  const syntax = syntaxError(stderr)
  if (syntax) return syntax
  return { type: 'broken', message: `it ended with ${exitCode}: ${stderr.trim().slice(-500)}` }
}

/** What Node prints of an error of the parser: the place, the line, a mark below it, and the error. */
function syntaxError(stderr: string): SandboxOutcome | undefined {
  const [, line, mark = ''] = /answer\.js:(\d+)\r?\n.*\n([ \t]*)\^/.exec(stderr) ?? []
  const message = /^SyntaxError: .*$/m.exec(stderr)?.[0]
  if (line === undefined || message === undefined) return undefined
  return { type: 'syntax', line: Number(line), column: mark.length + 1, message }
}

/**
 * Whether there may be an `import()`, also in a comment or a text: its promise would belong to the process around the
 * sandbox. Code cannot be made from texts inside, so there is no other way to write one. `import.meta` is fine.
 */
function hasDynamicImport(code: string): boolean {
  for (let at = code.indexOf('import'); at >= 0; at = code.indexOf('import', at + 6)) {
    let next = at + 6
    for (let end = afterGap(code, next); end !== next; end = afterGap(code, next)) next = end
    if (code[next] === '(') return true
    // `import.source()` and `import.defer()`
    if (code[next] === '.' && !/^\.\s*meta\b/.test(code.slice(next, next + 200))) return true
  }
  return false
}

/** Where white space or a comment that begins here ends. */
function afterGap(code: string, at: number): number {
  if (code.startsWith('/*', at)) return endOf(code, '*/', at)
  if (code.startsWith('//', at)) {
    const end = code.slice(at).search(/[\n\r\u2028\u2029]/)
    return end < 0 ? code.length : at + end
  }
  return at < code.length && /\s/.test(code.charAt(at)) ? at + 1 : at
}

function endOf(code: string, mark: string, from: number): number {
  const end = code.indexOf(mark, from + 2)
  return end < 0 ? code.length : end + mark.length
}

/** Memory that a process holds, in MB; 0 where the system does not say: heaps are limited everywhere. */
function residentMb(pid: number): number {
  if (process.platform !== 'linux') return 0
  try {
    const pages = process
      .getBuiltinModule('node:fs')
      .readFileSync(`/proc/${pid}/statm`, 'latin1')
      .split(' ')[1]
    return (Number(pages) * 4096) / 2 ** 20
  } catch {
    return 0
  }
}
