import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { assertClean, root, run, tool } from '../run.ts'
import { type Block, blocksOfPage, blocksOfSource, pages, read, sources } from './code-blocks.ts'

mkdirSync(join(root, '.cache'), { recursive: true })
const folder = mkdtempSync(join(root, '.cache', 'docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const onPages = pages.flatMap(blocksOfPage)

it('no block of code asks to be left unchecked', () => {
  const unchecked = pages.filter((file) => /^\s*```(ts|typescript)\b.*\bno-?check/m.test(read(file)))
  expect(unchecked).toEqual([])
})

it('every ts block in the pages and every @example compiles', async () => {
  const blocks = [...onPages, ...sources.flatMap(blocksOfSource)]
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

describe('what a page shows as output is what the block before it prints', () => {
  const shown = onPages.filter(({ output }) => output !== undefined)
  const places = shown.map((block, index) => [`${block.file}:${block.offset}`, block, index] as const)
  it.each(places)('%s', async (_, { code, output }, index) => {
    const file = join(folder, `run-${index}.mjs`)
    // the oldest supported Node has no `await using`
    writeFileSync(file, (await transform(code, { loader: 'ts', target: 'node20' })).code)
    const result = await run(process.execPath, [file])
    assertClean(result)
    expect(result.output).toBe(output?.trim())
  })
})

it('every output block follows the code that prints it', () => {
  const stray = pages.filter(
    (file) =>
      [...read(file).matchAll(/^```output$/gm)].length !==
      blocksOfPage(file).filter(({ output }) => output !== undefined).length,
  )
  expect(stray).toEqual([])
})
