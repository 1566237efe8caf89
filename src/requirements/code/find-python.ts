import { MelleaError } from '../../core/errors.ts'
import type { ValidationResult } from '../../core/requirement.ts'
import type { CodeFault } from './code-fault.ts'
import { needNode } from './need-node.ts'
import { runCommand } from './run-command.ts'

// reads the code and says where it cannot be parsed; nothing of it is run
const program = `import ast, sys
try:
    ast.parse(sys.stdin.buffer.read())
except (SyntaxError, ValueError) as e:
    print(getattr(e, "lineno", 0) or 1, getattr(e, "offset", 0) or 1, getattr(e, "msg", e))`

/** @throws MelleaError `missing-peer` when there is no Python on the path */
export function findPython(who: string): string {
  needNode(who)
  const { existsSync } = process.getBuiltinModule('node:fs')
  const path = process.getBuiltinModule('node:path')
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  const names = process.platform === 'win32' ? ['python.exe'] : ['python3', 'python']
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  const found = files.find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new MelleaError(`${who} needs Python 3 on the PATH: ${names.join(' or ')}.`, { code: 'missing-peer' })
}

/** Where Python cannot parse the code. */
export async function pythonFault(
  python: string,
  code: string,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly CodeFault[] | ValidationResult> {
  const result = await runCommand({ file: python, args: ['-I', '-c', program], input: code, ...limits })
  if (result.exitCode !== 0 || result.stoppedFor)
    return { status: 'unknown', reason: `Python could not parse it: ${result.stderr.trim().slice(-500)}` }
  const [, line, column, message] = /^(\d+) (\d+) (.*)/.exec(result.stdout) ?? []
  return message === undefined ? [] : [{ line: Number(line), column: Number(column), message }]
}
