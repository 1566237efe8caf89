import { describeError, type ErrorDescription } from './describe-error.ts'
import { keptBuiltins, type KeptBuiltins } from './kept-builtins.ts'
import { sandboxTimers, type SandboxTimers } from './sandbox-timers.ts'
import { testAssert } from './test-assert.ts'
import { testQueue, type TestQueue } from './test-queue.ts'

/** What the process around the sandbox may ask inside. Only numbers and texts come out. */
export type SandboxTools = Omit<TestQueue, 'register'> &
  Omit<SandboxTimers, 'globals'> &
  Pick<ErrorDescription, 'describe'> &
  KeptBuiltins

const parts = { describeError, keptBuiltins, sandboxTimers, testAssert, testQueue }

/** Sets up the sandbox from inside; `hook` is the name under which tests are registered. Runs as text. */
function prelude(
  {
    describeError: describing,
    keptBuiltins: keeping,
    sandboxTimers: timing,
    testAssert: asserting,
    testQueue: queueing,
  }: typeof parts,
  hook: string,
): SandboxTools {
  const { deleteProperty, defineProperty, ownKeys } = Reflect
  // the inspector's: it would show what it is given to the process around
  deleteProperty(globalThis, 'console')
  const kept = keeping()
  const errors = describing()
  const tests = queueing(errors)
  const timers = timing()
  const silent = (): void => {}
  const free = {
    ...timers.globals,
    queueMicrotask: (run: () => unknown) => void Promise.resolve().then(run),
    console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
  }
  const fixed = { assert: asserting(errors), [hook]: tests.register }
  for (const key of ownKeys(free))
    defineProperty(globalThis, key, { value: Reflect.get(free, key), writable: true, configurable: true })
  for (const key of ownKeys(fixed)) defineProperty(globalThis, key, { value: Reflect.get(fixed, key) })
  const { nextTimer, fireTimer } = timers
  const { start, isDone, outcome } = tests
  return { changed: kept.changed, describe: errors.describe, nextTimer, fireTimer, start, isDone, outcome }
}

/** A program for the sandbox: gives a function that takes the hook's name and gives the tools. */
export function preludeProgram(): string {
  const list = Object.entries(parts).map(([name, part]) => `${name}: ${String(part)}`)
  return standalone(`(hook) => (${String(prelude)})({ ${list.join(', ')} }, hook)`)
}

/** An expression for a program of its own. Bundlers that keep names put calls of `__name` around functions. */
export function standalone(expression: string): string {
  return `(() => { const __name = (named) => named; return (${expression}) })()`
}
