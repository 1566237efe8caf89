import type * as NodeFs from 'node:fs'
import type * as NodeVm from 'node:vm'
import type { SandboxTools } from './sandbox-prelude.ts'

/** What the process around the sandbox is told. */
export interface SandboxInput {
  /** A module, with the tests at its end. */
  readonly source: string
  readonly hook: string
  readonly tests: number
  readonly timeoutMs: number
  /** Only whether it can be parsed. */
  readonly parseOnly: boolean
}

/** What it says: one line that begins with one of these, then a text. */
type SandboxWord = 'parsed' | 'syntax' | 'import' | 'threw' | 'stuck' | 'timeout' | 'changed' | 'tested'

/**
 * The process around the sandbox, as text: it must need nothing from outside. It gives the code a context of its own,
 * with nothing in it that belongs to the process, and gets out of reach what it does not need itself.
 */
export function sandboxHost(require: NodeJS.Require, prelude: string): void {
  const fs: typeof NodeFs = require('node:fs')
  const vm: typeof NodeVm = require('node:vm')
  const { setImmediate, setTimeout, process } = globalThis
  const write = fs.writeSync
  const exit: (code: number) => never = Reflect.get(process, 'reallyExit').bind(process)
  const input: SandboxInput = JSON.parse(fs.readFileSync(0, 'utf8'))
  process.on('unhandledRejection', () => {})

  const end = (word: SandboxWord, text: unknown): never => {
    write(1, `${word}\n${typeof text === 'string' ? text.slice(0, 50_000) : ''}`)
    return exit(0)
  }

  // if the code should get hold of an object of this process all the same, there is little to be found with it
  for (const name of [
    'getBuiltinModule',
    'binding',
    '_linkedBinding',
    'dlopen',
    'mainModule',
    'kill',
    'chdir',
    'env',
  ])
    Reflect.deleteProperty(process, name)
  for (const name of [
    'process',
    'require',
    'module',
    'exports',
    'fetch',
    'WebSocket',
    'EventSource',
    'Worker',
  ])
    Reflect.deleteProperty(globalThis, name)

  const codeGeneration = { strings: false, wasm: false }
  const context = vm.createContext(Object.create(null), { codeGeneration })
  const start: (hook: string) => SandboxTools = new vm.Script(prelude).runInContext(context)
  const tools = start(input.hook)

  // not caught: what Node prints of a parser's error has its line and column, the error itself has not
  const module = new vm.SourceTextModule(input.source, { context, identifier: 'answer.js' })

  /** Lets timers run until it is done, or until nothing can happen any more. */
  const settle = async (isDone: () => boolean): Promise<boolean> => {
    const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      await turn()
      if (isDone()) return true
      const wait = tools.nextTimer()
      if (wait < 0) return false
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      else {
        try {
          tools.fireTimer()
        } catch (error) {
          end('threw', tools.describe(error))
        }
      }
    }
  }

  /** Only an error of this process can be one; what the code threw may do anything when it is looked at. */
  const isTimeout = (error: unknown): boolean => {
    try {
      return error instanceof Error && Reflect.get(error, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    } catch {
      return false
    }
  }

  const run = async (): Promise<void> => {
    if (input.parseOnly) end('parsed', '')
    await module.link((specifier) => end('import', specifier))
    let isOver = false
    const over = module.evaluate({ timeout: input.timeoutMs }).then(
      () => (isOver = true),
      () => (isOver = true),
    )
    if (!(await settle(() => isOver))) end('stuck', '')
    await over
    if (module.status === 'errored')
      end(isTimeout(module.error) ? 'timeout' : 'threw', tools.describe(module.error))
    tools.start()
    await settle(() => tools.isDone())
    const changed = tools.changed()
    if (changed !== '') end('changed', changed)
    const outcomes: (string | null)[] = []
    for (let i = 0; i < input.tests; i++) outcomes.push(tools.outcome(i) ?? null)
    end('tested', JSON.stringify(outcomes))
  }
  run().catch(() => end('threw', 'Error: the sandbox could not run it'))
}
