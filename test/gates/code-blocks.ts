import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { root } from '../run.ts'

/** A piece of code in a text: it is checked as a module of its own. */
export interface Block {
  readonly file: string
  /** The line in the file before the first line of the code. */
  readonly offset: number
  readonly code: string
  /** What the page says that it prints: the text of the `output` block right behind it. */
  readonly output?: string
}

/** The pages that hold code for readers. */
export const pages: readonly string[] = ['README.md', 'ARCHITECTURE.md', ...filesIn('docs', '.md')].filter(
  (file) => existsSync(join(root, file)),
)

/** The sources whose doc comments may hold examples. */
export const sources: readonly string[] = filesIn('src', '.ts').filter(
  (file) => !/\.test(-d)?\.ts$/.test(file),
)

export function blocksOfPage(file: string): readonly Block[] {
  const text = read(file)
  const fences = text.matchAll(
    /^( *)```(?:ts|typescript)\b[^\n]*\n([\s\S]*?)^ *```(?:\n\n```output\n([\s\S]*?)^```)?/gm,
  )
  return [...fences].map(({ index, 2: code = '', 3: output }) => ({
    file,
    offset: linesBefore(text, index) + 1,
    code,
    ...(output !== undefined && { output }),
  }))
}

/** The code of an `@example` goes to the next tag or the end of the comment; a fence around it may be left out. */
export function blocksOfSource(file: string): readonly Block[] {
  const text = read(file)
  const comments = text.matchAll(/\/\*\*[\s\S]*?\*\//g)
  return [...comments].flatMap(({ index: start, 0: comment }) =>
    [...comment.matchAll(/@example\b[^\n]*\n([\s\S]*?)(?=^\s*\*\s*@\w|\*\/)/gm)].map(
      ({ index, 1: body = '' }) => {
        const lines = body.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
        const code = lines.map((line) => (line.startsWith('```') ? '' : line)).join('\n')
        return { file, offset: linesBefore(text, start + index) + 1, code }
      },
    ),
  )
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function linesBefore(text: string, index: number): number {
  return text.slice(0, index).split('\n').length - 1
}

function filesIn(path: string, ending: string): readonly string[] {
  if (!existsSync(join(root, path))) return []
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((file) => `${path}/${file.split(sep).join('/')}`)
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
}
