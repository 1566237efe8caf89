import { OptionError } from '../../core/errors.ts'
import type { CheckRequest, Requirement, ValidationResult, Verdict } from '../../core/requirement.ts'
import { JsonReader } from '../../util/json-reader.ts'
import { shown } from '../../util/shown.ts'
import { faultsText, noCode, type CodeFault } from './code-fault.ts'
import { codeIn } from './code-in.ts'
import { syntaxOnly } from './compiler-options.ts'
import { findPython, pythonFault } from './find-python.ts'
import { findTypeScript } from './find-typescript.ts'
import { needNode } from './need-node.ts'
import { runTsc } from './run-tsc.ts'
import { runSandboxed } from './sandbox/run-sandboxed.ts'

/** A language that can be parsed. */
export type ParsedLanguage = 'javascript' | 'typescript' | 'json' | 'python'

/** What is wrong with the code, or why that cannot be said. */
type Parse = (code: string, signal: AbortSignal) => Promise<readonly CodeFault[] | ValidationResult>

const timeoutMs = 30_000
const names = { javascript: 'JavaScript', typescript: 'TypeScript', json: 'JSON', python: 'Python' } as const

/**
 * The code in the answer can be parsed. It is not run. A fence around it is taken off, as by `codeIn`.
 *
 * - `'javascript'`: as a module, by Node.
 * - `'typescript'`: by your own compiler, types not checked; see `typeChecks`.
 * - `'python'`: by the `python3` (or `python`) of this machine.
 * - `'json'`: here, also in a browser.
 *
 * @throws MelleaError `missing-peer` when what parses is not there, `unsupported` without Node
 * @example
 * import { parses } from 'mellea/requirements/code'
 * const valid = parses('javascript')
 */
export function parses(language: ParsedLanguage): Requirement<unknown> {
  const parse = parserOf(language)
  const description = `Write ${names[language]} that can be parsed.`
  return {
    description,
    cost: language === 'json' ? 'code' : 'async',
    async validate(_value, { text, signal }: CheckRequest): Promise<Verdict> {
      const code = codeIn(text, language)
      if (code === undefined) return noCode(language)
      const faults = await parse(code, signal)
      if ('status' in faults) return faults
      return faults.length === 0 || `This is not valid ${names[language]}.\n${faultsText(faults, code)}`
    },
  }
}

function parserOf(language: ParsedLanguage): Parse {
  switch (language) {
    case 'json':
      return parseJson
    case 'javascript':
      needNode("parses('javascript')")
      return parseJavaScript
    case 'typescript':
      return typeScriptParser(findTypeScript("parses('typescript')"))
    case 'python': {
      const python = findPython("parses('python')")
      return (code, signal) => pythonFault(python, code, { timeoutMs, signal })
    }
    default:
      throw new OptionError(
        `parses(): it knows 'javascript', 'typescript', 'json' and 'python', got ${shown(language)}.`,
      )
  }
}

async function parseJson(code: string): Promise<readonly CodeFault[]> {
  const reader = new JsonReader()
  const fault = reader.push(code) ?? reader.end()
  if (!fault) return []
  const { line, column, found, expected } = fault
  const there = found === undefined ? 'it ends' : `there is ${JSON.stringify(found)}`
  return [{ line, column, message: `${there} where ${expected} should be.` }]
}

const parseJavaScript: Parse = async (code, signal) => {
  const outcome = await runSandboxed(
    { code, tests: [], parseOnly: true },
    { timeoutMs, memoryMb: 256, signal },
  )
  if (outcome.type === 'parsed') return []
  if (outcome.type === 'syntax') return [outcome]
  return { status: 'unknown', reason: `Node could not parse it: ${outcome.type}.` }
}

function typeScriptParser(tsc: string): Parse {
  return async (code, signal) => {
    const result = await runTsc({ tsc, code, compilerOptions: syntaxOnly, timeoutMs, signal })
    if (result.type === 'done') return result.faults
    const why = result.type === 'broken' ? result.message : 'it took too long'
    return { status: 'unknown', reason: `The compiler could not parse it: ${why}.` }
  }
}
