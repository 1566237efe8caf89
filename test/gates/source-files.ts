import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { root } from '../run.ts'

export interface SourceFile {
  /** Relative to `src`, with slashes. */
  readonly file: string
  readonly room: string
  readonly lines: number
  /** The text without its comments. */
  readonly code: string
  /** The files of the library that it imports: statically, lazily or for a type. */
  readonly imports: readonly string[]
}

/** Everything under `src` but the tests. */
export function sourceFiles(): readonly SourceFile[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file))
    .map((file) => {
      const text = readFileSync(join(root, 'src', file), 'utf8')
      const code = text.replaceAll(/^\s*(\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '')
      return {
        file,
        room: roomOf(file),
        lines: text.trimEnd().split('\n').length,
        code,
        imports: importsOf(file, code),
      }
    })
}

/** The folder right under `src`; `.` for a file that lies there itself. */
export function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '.') : '.'
}

function importsOf(file: string, code: string): readonly string[] {
  const specifiers = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g)
  return [...specifiers].map(([, path = '']) => posix.join(posix.dirname(file), path))
}
