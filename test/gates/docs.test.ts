import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { assertClean, root, tool } from '../run.ts'

/** A piece of code in a text: it is checked as a module of its own. */
interface Block {
  readonly file: string
  /** The line in the file before the first line of the code. */
  readonly offset: number
  readonly code: string
}

mkdirSync(join(root, '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, '.cache', 'docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pages = ['README.md', 'ARCHITECTURE.md', ...filesIn('docs', '.md')].filter((file) =>
  existsSync(join(root, file)),
)
const sources = filesIn('src', '.ts').filter((file) => !/\.test(-d)?\.ts$/.test(file))

it('no block of code asks to be left unchecked', () => {
  const unchecked = pages.filter((file) => /^\s*```(ts|typescript)\b.*\bno-?check/m.test(read(file)))
  expect(unchecked).toEqual([])
})

it('every ts block in the pages and every @example compiles', async () => {
  const blocks = [...pages.flatMap(blocksOfPage), ...sources.flatMap(blocksOfSource)]
  blocks.forEach(({ code }, index) =>
    writeFileSync(join(folder, `block-${index}.ts`), `${code}\nexport {}\n`),
  )
  const compilerOptions = { paths: {}, isolatedDeclarations: false, declaration: false }
  const project = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'] }
  writeFileSync(join(folder, 'none.ts'), 'export {}\n')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project))
  const result = await tool('typescript', ['-p', folder, '--pretty', 'false'], 'tsc')
  const located = result.output.replaceAll(
    /^.*block-(\d+)\.ts\((\d+),(\d+)\)/gm,
    (_, index, line, column) => {
      const { file, offset } = blocks[Number(index)] as Block
      return `${file}:${offset + Number(line)}:${column}`
    },
  )
  assertClean(result, located)
})

function blocksOfPage(file: string): readonly Block[] {
  const text = read(file)
  const fences = text.matchAll(/^( *)```(?:ts|typescript)\b[^\n]*\n([\s\S]*?)^ *```/gm)
  return [...fences].map(({ index, 2: code = '' }) => ({ file, offset: linesBefore(text, index) + 1, code }))
}

/** The code of an `@example` goes to the next tag or the end of the comment; a fence around it may be left out. */
function blocksOfSource(file: string): readonly Block[] {
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

function linesBefore(text: string, index: number): number {
  return text.slice(0, index).split('\n').length - 1
}

function filesIn(path: string, ending: string): readonly string[] {
  if (!existsSync(join(root, path))) return []
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((file) => `${path}/${file.split(sep).join('/')}`)
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
