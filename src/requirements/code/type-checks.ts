import { OptionError } from '../../core/errors.ts'
import type { CheckRequest, Requirement, Verdict } from '../../core/requirement.ts'
import { shown } from '../../util/shown.ts'
import { codeIn } from './code-in.ts'
import { faultsText, noCode } from './code-fault.ts'
import { plainOptions } from './compiler-options.ts'
import { findTypeScript } from './find-typescript.ts'
import { positive } from './positive.ts'
import { runTsc } from './run-tsc.ts'

export interface TypeCheckOptions {
  /**
   * A tsconfig.json: its options hold, its packages and the files of its folder can be imported. Without it the code
   * stands alone: strict, with the libraries of the language and of browsers, and no packages.
   */
  readonly tsconfig?: string | undefined
  /** @default 60_000 */
  readonly timeoutMs?: number | undefined
}

/**
 * The TypeScript in the answer has no errors, in its types or otherwise: your own compiler checks it, in a process of
 * its own, and its messages with line and column are the reasons. The code is not run. A fence around it is taken off,
 * as by `codeIn`.
 *
 * Takes 0.2 s with TypeScript 7, about 1 s before. With `tsconfig`, a temporary folder is made in `node_modules/.cache`
 * beside it.
 *
 * @throws MelleaError `missing-peer` when there is no package typescript, `unsupported` without Node
 * @example
 * import { typeChecks } from 'mellea/requirements/code'
 * const sound = typeChecks()
 * const fitting = typeChecks({ tsconfig: 'tsconfig.json' })
 */
export function typeChecks({ tsconfig, timeoutMs = 60_000 }: TypeCheckOptions = {}): Requirement<unknown> {
  if (tsconfig !== undefined && (typeof tsconfig !== 'string' || tsconfig === ''))
    throw new OptionError(`typeChecks(): \`tsconfig\` is the path of a file, got ${shown(tsconfig)}.`)
  positive(timeoutMs, 'timeoutMs', 'typeChecks()')
  const tsc = findTypeScript('typeChecks()')
  return {
    description: 'Write TypeScript without type errors.',
    cost: 'async',
    async validate(_value, { text, signal }: CheckRequest): Promise<Verdict> {
      const code = codeIn(text, 'typescript')
      if (code === undefined) return noCode('typescript')
      const compilerOptions = tsconfig === undefined ? plainOptions : { noEmit: true }
      const result = await runTsc({ tsc, code, compilerOptions, tsconfig, timeoutMs, signal })
      if (result.type === 'timeout')
        return { status: 'unknown', reason: `The compiler did not end within ${timeoutMs} ms.` }
      if (result.type === 'broken') return { status: 'unknown', reason: result.message }
      return result.faults.length === 0 || `The code has type errors.\n${faultsText(result.faults, code)}`
    },
  }
}
