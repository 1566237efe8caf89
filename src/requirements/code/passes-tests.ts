import { OptionError } from '../../core/errors.ts'
import type { CheckRequest, Requirement, Verdict } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { faultsText, noCode } from './code-fault.ts'
import { codeIn } from './code-in.ts'
import { emitOnly } from './compiler-options.ts'
import { findTypeScript } from './find-typescript.ts'
import { needNode } from './need-node.ts'
import { positive } from './positive.ts'
import { runTsc } from './run-tsc.ts'
import { runSandboxed, type SandboxLimits } from './sandbox/run-sandboxed.ts'
import { testVerdict } from './test-verdict.ts'

/** JavaScript, by name: bodies of async functions that see what the code declares, and `assert`. */
export type CodeTests = Readonly<Record<string, string>> | readonly string[]

export interface PassesTestsOptions {
  /** TypeScript is made JavaScript by your own compiler first; its types are not checked: see `typeChecks`. @default 'javascript' */
  readonly language?: 'javascript' | 'typescript' | undefined
  /** For all tests together, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined
  /** What its heap may hold, in MB. @default 128 */
  readonly memoryMb?: number | undefined
}

/**
 * The JavaScript or TypeScript in the answer passes tests, run one after the other in a sandbox. Each test is the body
 * of an async function: it sees what the code declares at its top, exported or not, and `assert` with `ok`, `equal`,
 * `notEqual`, `deepEqual`, `notDeepEqual` (all strict), `throws` and `rejects`. A fence around the code is taken off, as
 * by `codeIn`.
 *
 * **The sandbox** is a process of Node's own for each check, under its permission model, with a heap limit and a time
 * limit, and a context inside of it that holds what is built into the language, `console` (silent) and timers. Code in it
 * has no imports, no `process`, no environment, no files, no network, and cannot make code from texts (`eval`). It may
 * not change what is built in; it may add to it.
 *
 * What that is worth: it stops what models write by mistake or for mischief: endless loops and promises, memory bombs,
 * `process.exit`, escapes by constructors. It is not a wall against an attacker with an unknown hole in V8 or in Node's
 * `vm`, which Node does not call a security boundary; behind it, Node's permission model keeps files, child processes and
 * workers out of reach, and in Node before 25 no network. Memory outside of the heap (typed arrays) is watched on Linux
 * only. For code of strangers add a container.
 *
 * @throws OptionError for a test that cannot be parsed, MelleaError `missing-peer` for TypeScript without its package, `unsupported` without Node
 * @example
 * import { passesTests } from 'mellea/requirements/code'
 * const adds = passesTests({
 *   'adds two numbers': 'assert.equal(add(1, 2), 3)',
 *   'refuses texts': 'assert.throws(() => add("1", 2), TypeError)',
 * })
 */
export function passesTests(tests: CodeTests, options: PassesTestsOptions = {}): Requirement<unknown> {
  const { language = 'javascript', timeoutMs = 5000, memoryMb = 128 } = options
  if (language !== 'javascript' && language !== 'typescript')
    throw new OptionError(
      `passesTests(): the language is 'javascript' or 'typescript', got ${shown(language)}.`,
    )
  positive(timeoutMs, 'timeoutMs', 'passesTests()')
  positive(memoryMb, 'memoryMb', 'passesTests()')
  needNode('passesTests()')
  const named = namedTests(tests)
  const tsc = language === 'typescript' ? findTypeScript("passesTests() in 'typescript'") : undefined
  return {
    description: `Write ${tsc ? 'TypeScript' : 'JavaScript'} that passes these tests: ${[...named.keys()].join('; ')}`,
    cost: 'async',
    async validate(_value, { text, signal }: CheckRequest): Promise<Verdict> {
      const code = codeIn(text, language)
      if (code === undefined) return noCode(language)
      const limits = { timeoutMs, memoryMb: Math.ceil(memoryMb), signal }
      const javascript = tsc ? await compiled(tsc, code, limits) : code
      if (typeof javascript !== 'string') return javascript
      const outcome = await runSandboxed({ code: javascript, tests: [...named.values()] }, limits)
      return testVerdict(outcome, { names: [...named.keys()], code, isCompiled: tsc !== undefined, limits })
    },
  }
}

function namedTests(tests: CodeTests): ReadonlyMap<string, string> {
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(tests)
    ? tests.map((test: unknown) => [String(test), test])
    : Object.entries(tests ?? {})
  if (entries.length === 0) throw new OptionError('passesTests(): give at least one test.')
  const parsed = entries.map(([name, test]): [string, string] => {
    if (typeof test !== 'string' || test.trim() === '')
      throw new OptionError(`passesTests(): a test is JavaScript as a text, got ${shown(test)}.`)
    parseTest(name, test)
    return [name, test]
  })
  return new Map(parsed)
}

/** Parsed, not run. */
function parseTest(name: string, test: string): object {
  const { Script } = process.getBuiltinModule('node:vm')
  try {
    return new Script(`(async () => {\n${test}\n})`)
  } catch (cause) {
    const problem = `passesTests(): the test ${shown(name)} cannot be parsed: ${String(cause)}`
    throw new OptionError(problem, { cause })
  }
}

/** Compiling has time of its own: it says nothing about the code. */
async function compiled(
  tsc: string,
  code: string,
  { signal }: SandboxLimits,
): Promise<string | Exclude<Verdict, string>> {
  const result = await runTsc({ tsc, code, compilerOptions: emitOnly, timeoutMs: 30_000, signal })
  if (result.type !== 'done') return { status: 'unknown', reason: 'The TypeScript compiler did not run.' }
  const { faults, javascript } = result
  if (faults.length > 0)
    return { status: 'fail', reason: `This is not valid TypeScript.\n${faultsText(faults, code)}` }
  return javascript ?? { status: 'unknown', reason: 'The TypeScript compiler wrote no JavaScript.' }
}
